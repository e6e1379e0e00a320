/** The truth of a condition: rules 1 to 10 of docs/spec/decision.md. Numbers in comments are the rules'. */

import type { Effect } from "../../src/kernel/effect.ts";
import type { EntityRecord } from "../../src/kernel/expression.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Argument, Part, Request, Text } from "../../src/kernel/request.ts";
import type { Condition } from "../../src/kernel/rule.ts";
import { entityOf, isIn, same } from "./entity.ts";
import { type Leaf, lower, lowered, type Truth, testText, truth } from "./operator.ts";

/** What the conditions of a rule look at. */
export interface Scene {
  readonly request: Request;
  readonly part: Part;
  readonly facts: Facts;
  readonly entities: readonly EntityRecord[];
}

/** 5, 6: whether a condition is read restrictively, and whether under `not`. */
interface Reading extends Scene {
  readonly strict: boolean;
  readonly negated: boolean;
}

/** The truth of a condition in a rule of this effect. */
export function truthOf(condition: Condition, effect: Effect, scene: Scene): Truth {
  return read(condition, { ...scene, strict: effect !== "allow", negated: false });
}

/** 1: the truth of all together. */
export function and(truths: readonly Truth[]): Truth {
  return (["false", "unknown", "open"] as const).find((each) => truths.includes(each)) ?? "true";
}

/** 2 */
function or(truths: readonly Truth[]): Truth {
  return (["true", "unknown", "open"] as const).find((each) => truths.includes(each)) ?? "false";
}

/** 3 */
const NOT: Readonly<Record<Truth, Truth>> = { true: "false", false: "true", unknown: "unknown", open: "open" };

function read(condition: Condition, reading: Reading): Truth {
  if (condition.kind === "and") return and(condition.of.map((each) => read(each, reading)));
  if (condition.kind === "or") return or(condition.of.map((each) => read(each, reading)));
  if (condition.kind === "not") return NOT[read(condition.of, { ...reading, strict: !reading.strict, negated: true })]; // 5
  if ("field" in condition) return readField(condition, reading);
  if ("slot" in condition) return readEntity(condition, reading);
  // 26: expressions have an oracle of their own; here stand one that is true, one that is false, and one that fails.
  if (condition.kind === "holds") return condition.of.kind === "bool" ? truth(condition.of.value) : "unknown";
  const { at } = reading.facts;
  if (at === undefined) return "unknown"; // 10; `Date.parse` cuts off what is below the millisecond
  return truth(Date.parse(at) >= Date.parse(condition.value) === (condition.kind === "since"));
}

/** 25 */
function readEntity(condition: Extract<Condition, { readonly slot: unknown }>, scene: Scene): Truth {
  const own = entityOf(condition.slot, scene);
  if (condition.kind === "entity_is") return truth(condition.type === own.type);
  if (condition.kind === "entity_equal") return truth(same(own, condition.uid));
  return truth(condition.uids.some((uid) => isIn(own, uid, scene.entities)));
}

/** 8, 9 */
function readField(leaf: Leaf, reading: Reading): Truth {
  const { request, part, strict } = reading;
  const exactly = (text: string | null): Truth => (text === null ? "false" : testText(leaf, text, strict));
  const anyCase = (texts: readonly string[]): Truth => or(texts.map((text) => testText(lowered(leaf), text, strict)));
  switch (leaf.field) {
    case "principal":
      return exactly(request.principal.id);
    case "session":
      return exactly(request.context.session_id);
    case "action":
      return exactly(part.kind === "action" ? part.action : request.action.id);
    case "tenant":
    case "currency":
    case "amount":
      return part.kind === "tool" ? "false" : part[leaf.field] === null ? "unknown" : exactly(part[leaf.field]);
  }
  if (part.kind === "action") return "false";
  if (leaf.field === "tool") return strict ? anyCase(part.tool_forms) : exactly(part.tool);
  if (leaf.field === "plain")
    return strict ? anyCase(part.tool_forms) : exactly(part.server === null ? part.name : null);
  if (leaf.field === "name") return strict ? anyCase([lower(part.name)]) : exactly(part.name);
  if (leaf.field === "server") return strict && part.server ? anyCase([lower(part.server)]) : exactly(part.server);
  const argument = leaf.field === "args" ? part.args : part.fields.find(({ name }) => `args.${name}` === leaf.field);
  if (argument === undefined) return part.fields_complete ? "false" : "unknown"; // 6
  return readArgument(leaf, argument, reading);
}

/** 6 */
function readArgument(leaf: Leaf, argument: Argument, { negated, strict }: Reading): Truth {
  const { doubt, opaque, exact, forms, folded, need } = argument;
  const test = (text: Text): Truth => testText(leaf, text, strict);
  if (!strict && (doubt !== null || opaque !== null)) return "unknown";
  if (!strict) return exact.length === 0 ? "false" : (need === "all" ? and : or)(exact.map(test));
  const anyCase = leaf.kind === "glob" ? folded.map((text) => testText(lowered(leaf), text, strict)) : [];
  const unsure = opaque !== null || (negated && doubt !== null);
  return or([...[...exact, ...forms].map(test), ...anyCase, unsure ? "unknown" : "false"]);
}
