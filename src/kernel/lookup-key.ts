/** Which fields the index of a policy asks for: what each rule demands of them, and which one tells most rules apart. */

import { foldGlob } from "./glob.ts";
import type { Condition, Rule, Slot } from "./rule.ts";

/** Fields asked by pattern. Names are indexed lower-cased, for restrictions know them so. */
export type PatternField = "tool" | "name" | "args";

export type ValueField = "action" | "tenant" | "currency";

/** A field of the index, apart from those of plain conditions. */
export type EntityField = `entity ${Slot}`;

export type IndexField = PatternField | ValueField | EntityField;

/** Conditions beyond this place in `when` are never covered: the mask has 31 bits. */
export const MASKED = 31;

/** What a rule demands of one field. */
export interface Key {
  readonly field: IndexField;
  readonly values: readonly string[];
  /** The bit that a path through this key covers; 0 where it does not decide the condition. */
  readonly covers: number;
}

/** One key a field: of two conditions on it the first. */
export function keysOf(rule: Rule): readonly Key[] {
  const keys: Key[] = [];
  for (let at = 0; at < rule.when.length; at++) {
    const key = keyOf(rule.when[at] as Condition, rule, at < MASKED ? 1 << at : 0);
    if (key !== null && !keys.some(({ field }) => field === key.field)) keys.push(key);
  }
  return keys;
}

function keyOf(condition: Condition, rule: Rule, bit: number): Key | null {
  if ("slot" in condition) return { field: `entity ${condition.slot}`, values: entityValues(condition), covers: bit };
  if (!("field" in condition)) return null;
  const { field } = condition;
  if (field === "tool" || field === "plain" || field === "name") {
    const asked = patternsOf(condition);
    return asked && nameKey(field === "name" ? field : "tool", asked, { rule, bit });
  }
  const values = field === "args" ? patternsOf(condition) : isValueField(field) ? valuesOf(condition) : null;
  return values && { field: field as IndexField, values, covers: bit };
}

function nameKey(
  field: "tool" | "name",
  asked: readonly string[],
  { rule, bit }: { readonly rule: Rule; readonly bit: number },
): Key | null {
  const isAllow = rule.effect === "allow";
  // A negated class means something else on a folded name, and an allow is sure of exact names only.
  if (isAllow && asked.some((pattern) => pattern.includes("["))) return null;
  const values = asked.map(foldGlob);
  // An allow is certain of a name found lower-cased only where nothing was lower-cased; see startVisit.
  return { field, values, covers: isAllow && values.some((value, i) => value !== asked[i]) ? 0 : bit };
}

export function isValueField(field: string): field is ValueField {
  return field === "tenant" || field === "currency" || field === "action";
}

export function isEntityField(field: string): field is EntityField {
  return field.startsWith("entity ");
}

function valuesOf(condition: Condition): readonly string[] | null {
  if (condition.kind === "equal") return [condition.value];
  // Without values there is no place in the tree, but the condition may still be unknown.
  return condition.kind === "one_of" && condition.values.length > 0 ? condition.values : null;
}

/** A plain value is a pattern when it has no character that a pattern gives a meaning. */
function patternsOf(condition: Condition): readonly string[] | null {
  if (condition.kind === "glob") return [condition.pattern];
  const values = valuesOf(condition);
  return values?.some((value) => /[*?[]/.test(value)) ? null : values;
}

type EntityCondition = Extract<Condition, { readonly slot: Slot }>;

/** `=TYPE ID` for the entity itself, `<TYPE ID` for it and what is below, `:TYPE`; a type has no blank in it. */
function entityValues(condition: EntityCondition): readonly string[] {
  switch (condition.kind) {
    case "entity_equal":
      return [`=${condition.uid.type} ${condition.uid.id}`];
    case "entity_in":
      return condition.uids.map(({ type, id }) => `<${type} ${id}`);
    case "entity_is":
      return [`:${condition.type}`];
  }
}

/** The condition that such a value stands for. */
export function entityCondition(field: EntityField, value: string): EntityCondition {
  const slot = slotOf(field);
  const text = value.slice(1);
  const blank = text.indexOf(" ");
  const uid = { type: text.slice(0, blank), id: text.slice(blank + 1) };
  if (value[0] === "=") return { kind: "entity_equal", slot, uid };
  return value[0] === "<" ? { kind: "entity_in", slot, uids: [uid] } : { kind: "entity_is", slot, type: text };
}

export function slotOf(field: EntityField): Slot {
  return field.slice("entity ".length) as Slot;
}
