/** The truth of a condition, rules 1 to 10 of docs/spec/decision.md, the naive way. */

import type { Facts } from "../../src/kernel/facts.ts";
import type { Argument, Part, Request, Text } from "../../src/kernel/request.ts";
import type { Condition, Field } from "../../src/kernel/rule.ts";
import { compareDecimals, compareInstants, isDecimal } from "./compare.ts";
import { globMatches, literally } from "./glob.ts";

/** Whether some filling of the holes between the pieces may match the pattern. */
export type Holes = (pattern: string, pieces: readonly string[]) => boolean;

export type Truth = "true" | "false" | "unknown" | "open";
export type Stance = "permissive" | "restrictive";
type Leaf = Extract<Condition, { field: Field }>;

/** What the conditions of a rule look at. */
export interface Scene {
  readonly request: Request;
  readonly part: Part;
  readonly facts: Facts;
  readonly holes: Holes;
}

/** 1: the truth of all together. */
export function and(truths: readonly Truth[]): Truth {
  return (["false", "unknown", "open"] as const).find((truth) => truths.includes(truth)) ?? "true";
}

/** 2 */
function or(truths: readonly Truth[]): Truth {
  return (["true", "unknown", "open"] as const).find((truth) => truths.includes(truth)) ?? "false";
}

/** 3 */
const NOT: Readonly<Record<Truth, Truth>> = { true: "false", false: "true", unknown: "unknown", open: "open" };

/** The truth of one condition, read in a stance. */
export function truthOf(condition: Condition, stance: Stance, scene: Scene): Truth {
  const { at } = scene.facts;
  switch (condition.kind) {
    case "and":
      return and(condition.of.map((child) => truthOf(child, stance, scene)));
    case "or":
      return or(condition.of.map((child) => truthOf(child, stance, scene)));
    case "not":
      return NOT[truthOf(condition.of, stance === "permissive" ? "restrictive" : "permissive", scene)]; // 5
    case "since":
      return at === undefined ? "unknown" : truth(compareInstants(at, condition.value) >= 0); // 10
    case "until":
      return at === undefined ? "unknown" : truth(compareInstants(at, condition.value) < 0); // 10
    default:
      return leafTruth(condition, stance, scene);
  }
}

/** 6, 8, 9 */
function leafTruth(leaf: Leaf, stance: Stance, { request, part, holes }: Scene): Truth {
  const test = (text: Text): Truth => testText(leaf, text, holes);
  const testLower = (text: Text): Truth => testText(lowerOperand(leaf), text, holes);
  switch (leaf.field) {
    case "principal":
      return test(request.principal.id);
    case "session":
      return request.context.session_id === null ? "false" : test(request.context.session_id);
    case "action":
      return test(part.kind === "action" ? part.action : request.action.id);
    case "tenant":
    case "currency":
    case "amount": {
      const value = part.kind === "tool" ? undefined : part[leaf.field];
      return value === undefined ? "false" : value === null ? "unknown" : test(value);
    }
  }
  if (part.kind === "action") return "false";
  if (leaf.field === "tool") return stance === "permissive" ? test(part.tool) : or(part.tool_forms.map(testLower));
  if (leaf.field === "name" || leaf.field === "server") {
    const value = part[leaf.field];
    return value === null ? "false" : stance === "permissive" ? test(value) : testLower(lower(value));
  }
  const argument = leaf.field === "args" ? part.args : part.fields.find(({ name }) => `args.${name}` === leaf.field);
  if (argument === undefined) return part.fields_complete ? "false" : "unknown";
  if (stance === "permissive") return permissively(argument, test);
  const seen = or([...argument.exact, ...argument.forms].map(test));
  const folded = leaf.kind === "glob" ? or(argument.folded.map(testLower)) : "false";
  return or([seen, folded]) === "false" && argument.opaque !== null ? "unknown" : or([seen, folded]);
}

function permissively({ doubt, opaque, exact, need }: Argument, test: (text: Text) => Truth): Truth {
  if (doubt !== null || opaque !== null) return "unknown";
  return exact.length === 0 ? "false" : (need === "all" ? and : or)(exact.map(test));
}

/** 7; a comparison of numbers says open of any text with holes. */
function testText(leaf: Leaf, text: Text, holes: Holes): Truth {
  const ordered = leaf.kind === "at_most" || leaf.kind === "at_least";
  if (typeof text !== "string") {
    if (ordered) return "open";
    const patterns = leaf.kind === "glob" ? [leaf.pattern] : operands(leaf).map(literally);
    return patterns.some((pattern) => holes(pattern, text)) ? "open" : "false";
  }
  if (leaf.kind === "glob") return truth(globMatches(leaf.pattern, text));
  if (leaf.field !== "amount" && !ordered) return truth(operands(leaf).includes(text));
  if (!isDecimal(text)) return "unknown";
  const signs = operands(leaf).map((operand) => compareDecimals(text, operand));
  return truth(
    signs.some((sign) => (leaf.kind === "at_most" ? sign <= 0 : leaf.kind === "at_least" ? sign >= 0 : sign === 0)),
  );
}

function operands(leaf: Exclude<Leaf, { kind: "glob" }>): readonly string[] {
  return leaf.kind === "one_of" ? leaf.values : [leaf.value];
}

function lowerOperand(leaf: Leaf): Leaf {
  if (leaf.kind === "glob") return { ...leaf, pattern: lower(leaf.pattern) };
  return leaf.kind === "one_of" ? { ...leaf, values: leaf.values.map(lower) } : { ...leaf, value: lower(leaf.value) };
}

/** Whether anything in the rule's condition looks at arguments (17). */
export function readsArgs(condition: Condition): boolean {
  if (condition.kind === "not") return readsArgs(condition.of);
  if (condition.kind === "and" || condition.kind === "or") return condition.of.some(readsArgs);
  return "field" in condition && (condition.field === "args" || condition.field.startsWith("args."));
}

function truth(holds: boolean): Truth {
  return holds ? "true" : "false";
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
