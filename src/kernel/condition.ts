/** Conditions compiled to closures. Every kind of node is a row of `KINDS`, every field a row of `SCALARS` or a name. */

import { holdsCheck } from "#cedar";
import { compareDecimal, parseDecimal } from "./amount.ts";
import { ENTITY_OF } from "./entity.ts";
import { ATTRIBUTE_NAMES } from "./evaluation.ts";
import type { Uid } from "./expression.ts";
import type { Facts } from "./facts.ts";
import { foldCase } from "./glob.ts";
import type { EntityStore } from "./hierarchy.ts";
import type { Seen } from "./holds.ts";
import { parseInstant } from "./instant.ts";
import { type Comparison, foldOperand, type TextTest, textTest } from "./operator.ts";
import type { Argument, NamedArgument, Part, Request, Text, ToolPart } from "./request.ts";
import type { Condition, Slot } from "./rule.ts";
import type { Schema } from "./schema.ts";
import { both, either, FALSE, not, OPEN, TRUE, type Truth, UNKNOWN } from "./truth.ts";
import { sameUid } from "./uid-map.ts";

/**
 * An allow reads permissively (only what is exactly so), a deny or ask restrictively (any spelling counts). What an
 * allow negates it reads `negated`: as a restriction does, and still without relying on what is in doubt.
 */
export type Stance = "permissive" | "restrictive" | "negated";

const UNDER_NOT: Readonly<Record<Stance, Stance>> = {
  permissive: "negated",
  negated: "permissive",
  restrictive: "permissive",
};

/** What a condition may look at besides the part. */
export interface Scene {
  readonly request: Request;
  readonly facts: Facts;
  readonly entities: EntityStore;
  readonly schema: Schema | null;
  /** The typed view of the part that was looked at last; kept because many rules look at one part. */
  seen: Seen | null;
}

export type Check = (part: Part, scene: Scene) => Truth;

type Kinds = {
  readonly [K in Condition["kind"]]: (c: Extract<Condition, { readonly kind: K }>, stance: Stance) => Check;
};

const KINDS: Kinds = {
  and: ({ of }, stance) => join(of, both, { stance, empty: TRUE }),
  or: ({ of }, stance) => join(of, either, { stance, empty: FALSE }),
  not: ({ of }, stance) => {
    const check = compileCondition(of, UNDER_NOT[stance]);
    return (part, scene) => not(check(part, scene));
  },
  equal: comparison,
  one_of: comparison,
  glob: comparison,
  at_most: comparison,
  at_least: comparison,
  since: ({ value }) => timeCheck(value, (at, bound) => at >= bound),
  until: ({ value }) => timeCheck(value, (at, bound) => at < bound),
  entity_equal: ({ slot, uid }) => entityCheck(slot, (own) => sameUid(own, uid)),
  entity_in: ({ slot, uids }) => entityCheck(slot, (own, { entities }) => uids.some((uid) => entities.isIn(own, uid))),
  entity_is: ({ slot, type }) => entityCheck(slot, (own) => own.type === type),
  holds: ({ of }, stance) => holdsCheck(of, stance),
};

function entityCheck(slot: Slot, holds: (own: Uid, scene: Scene) => boolean): Check {
  const read = ENTITY_OF[slot];
  return (part, scene) => (holds(read(part, scene.request), scene) ? TRUE : FALSE);
}

export function compileCondition(condition: Condition, stance: Stance): Check {
  return (KINDS[condition.kind] as (c: Condition, s: Stance) => Check)(condition, stance);
}

type Join = (a: Truth, b: Truth) => Truth;

function join(of: readonly Condition[], combine: Join, how: { readonly stance: Stance; readonly empty: Truth }): Check {
  const checks = of.map((condition) => compileCondition(condition, how.stance));
  return joined(checks, combine, how.empty);
}

/** `empty` is what no check gives; its opposite ends the matter. */
export function joined(checks: readonly Check[], combine: Join, empty: Truth): Check {
  const final = empty === TRUE ? FALSE : TRUE;
  return (part, scene) => {
    let truth = empty;
    for (let i = 0; i < checks.length; i++) {
      const next = (checks[i] as Check)(part, scene);
      if (next === final) return final;
      if (next !== empty) truth = combine(truth, next);
    }
    return truth;
  };
}

function timeCheck(value: string, holds: (at: number, bound: number) => boolean): Check {
  const bound = parseInstant(value);
  return (_part, { facts }) => {
    const at = facts.at === undefined ? null : parseInstant(facts.at);
    return at === null || bound === null ? UNKNOWN : holds(at, bound) ? TRUE : FALSE;
  };
}

/** A field with one plain value: undefined where this kind of part never has it, null where it is not known. */
export type Scalar = (part: Part, request: Request) => string | null | undefined;

export const SCALARS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ["action", (part, request) => (part.kind === "action" ? part.action : request.action.id)],
  ["tenant", (part) => (part.kind === "action" ? part.tenant : undefined)],
  ["currency", (part) => (part.kind === "action" ? part.currency : undefined)],
  ["amount", (part) => (part.kind === "action" ? part.amount : undefined)],
  ["principal", (_part, request) => request.principal.id],
  ["session", (_part, request) => request.context.session_id ?? undefined],
  ...ATTRIBUTE_NAMES.map((name): [string, Scalar] => [
    name,
    (_part, { attributes }) => attributeText(attributes?.[name]),
  ]),
]);

/** A request without attributes is of a snapshot that has no use for them. */
function attributeText(value: string | boolean | null | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** The names of a tool: what an allow compares with, and the lower-cased spellings a deny or ask also knows. */
export const NAMES: ReadonlyMap<
  string,
  { exact: (part: ToolPart) => string | null; forms: (part: ToolPart) => readonly string[] }
> = new Map([
  ["tool", { exact: (part: ToolPart) => part.tool, forms: (part: ToolPart) => part.tool_forms }],
  [
    "plain",
    {
      exact: (part: ToolPart) => (part.server === null ? part.name : null),
      forms: (part: ToolPart) => part.tool_forms,
    },
  ],
  ["name", { exact: (part: ToolPart) => part.name, forms: (part: ToolPart) => [foldCase(part.name)] }],
  [
    "server",
    {
      exact: (part: ToolPart) => part.server,
      forms: (part: ToolPart) => (part.server === null ? [] : [foldCase(part.server)]),
    },
  ],
]);

function comparison(condition: Comparison, stance: Stance): Check {
  const { field } = condition;
  const scalar = SCALARS.get(field);
  if (scalar !== undefined) return scalarCheck(condition, scalar);
  if (NAMES.has(field)) return nameCheck(condition, stance);
  const judge = stance === "permissive" ? permissive(textTest(condition)) : restrictive(condition, stance);
  if (field === "args") return (part) => (part.kind === "tool" ? judge(part.args) : FALSE);
  const read = namedReader(field);
  return (part) => {
    if (part.kind !== "tool") return FALSE;
    const argument = read(part);
    return argument === null ? (part.fields_complete ? FALSE : UNKNOWN) : judge(argument);
  };
}

function scalarCheck(condition: Comparison, read: Scalar): Check {
  if (condition.kind === "equal" && condition.field !== "amount") return equalCheck(condition.value, read);
  const known = condition.field === "amount" ? amountTest(condition) : textTest(condition).known;
  return (part, { request }) => {
    const value = read(part, request);
    return value === undefined ? FALSE : value === null ? UNKNOWN : known(value);
  };
}

/** The commonest condition of all, in as few steps as it can be. */
function equalCheck(wanted: string, read: Scalar): Check {
  return (part, { request }) => {
    const value = read(part, request);
    return value === wanted ? TRUE : value === null ? UNKNOWN : FALSE;
  };
}

/** A request's amount is canonical already, and compared as what it is: `10.0` is `10`. */
function amountTest(condition: Comparison): TextTest["known"] {
  if (condition.kind === "glob") return textTest(condition).known;
  if (condition.kind === "one_of") return amongDecimals(condition.values.map(parseDecimal));
  const operand = parseDecimal(condition.value);
  if (operand === null) return () => UNKNOWN;
  if (condition.kind === "at_most") return (text) => (compareDecimal(text, operand) <= 0 ? TRUE : FALSE);
  if (condition.kind === "at_least") return (text) => (compareDecimal(text, operand) >= 0 ? TRUE : FALSE);
  return (text) => (text === operand ? TRUE : FALSE);
}

function amongDecimals(operands: readonly (string | null)[]): TextTest["known"] {
  const otherwise = operands.includes(null) ? UNKNOWN : FALSE;
  return (text) => (operands.includes(text) ? TRUE : otherwise);
}

function nameCheck(condition: Comparison, stance: Stance): Check {
  const names = NAMES.get(condition.field);
  if (names === undefined) throw new Error(`no name field \`${condition.field}\``);
  const exactly = stance === "permissive" ? literalOf(condition) : null;
  if (exactly !== null) return (part) => (part.kind === "tool" && names.exact(part) === exactly ? TRUE : FALSE);
  const { known } = textTest(stance === "permissive" ? condition : foldOperand(condition));
  if (stance !== "permissive")
    return (part) => (part.kind !== "tool" ? FALSE : anyText(names.forms(part), { known, pieces: () => FALSE }));
  return (part) => {
    const name = part.kind === "tool" ? names.exact(part) : null;
    return name === null ? FALSE : known(name);
  };
}

/** The one text that satisfies the condition; null when there are others. */
function literalOf(condition: Comparison): string | null {
  if (condition.kind === "equal") return condition.value;
  return condition.kind === "glob" && !/[*?[]/.test(condition.pattern) ? condition.pattern : null;
}

export function namedReader(field: string): (part: ToolPart) => NamedArgument | null {
  if (!field.startsWith("args.")) throw new Error(`unknown field \`${field}\``);
  const name = field.slice("args.".length);
  return (part) => part.fields.find((candidate) => candidate.name === name) ?? null;
}

/** A text with a hole is never certain enough to permit. */
function permissive(test: TextTest): (argument: Argument) => Truth {
  const cautious: TextTest = { known: test.known, pieces: (pieces) => atMostOpen(test.pieces(pieces)) };
  return ({ exact, need, doubt, opaque }) => {
    if (doubt !== null || opaque !== null) return UNKNOWN;
    // One text that is fully known is any and all of them, and the commonest argument of all.
    if (exact.length === 1 && typeof exact[0] === "string") return test.known(exact[0]);
    if (need === "any" || exact.length === 0) return anyText(exact, cautious);
    let truth: Truth = TRUE;
    for (let i = 0; i < exact.length; i++) truth = both(truth, judgeText(exact[i] as Text, cautious));
    return truth;
  };
}

function atMostOpen(truth: Truth): Truth {
  return truth === TRUE ? OPEN : truth;
}

function restrictive(condition: Comparison, stance: Stance): (argument: Argument) => Truth {
  const test = textTest(condition);
  const folded = condition.kind === "glob" ? textTest(foldOperand(condition)) : null;
  return (argument) => {
    let truth = either(anyText(argument.exact, test), anyText(argument.forms, test));
    if (truth !== TRUE && folded !== null) truth = either(truth, anyText(argument.folded, folded));
    const relies = argument.opaque !== null || (stance === "negated" && argument.doubt !== null);
    return relies ? either(truth, UNKNOWN) : truth;
  };
}

function anyText(texts: readonly Text[], test: TextTest): Truth {
  let truth: Truth = FALSE;
  for (let i = 0; i < texts.length && truth !== TRUE; i++) truth = either(truth, judgeText(texts[i] as Text, test));
  return truth;
}

function judgeText(text: Text, test: TextTest): Truth {
  return typeof text === "string" ? test.known(text) : test.pieces(text);
}
