/** Near misses of a part: rule 23 of docs/spec/decision.md. */

import type { Code } from "../../src/kernel/code.ts";
import type { NearMiss } from "../../src/kernel/decision.ts";
import type { Condition, Policy, Rule } from "../../src/kernel/rule.ts";
import { ANY_TEXT } from "./any-text.ts";
import { type Scene, truthOf } from "./condition.ts";

/** Whether the index of a policy with more than four rules reaches a rule that misses narrowly. */
export type Reached = (rule: Rule) => boolean;

const KINDS: readonly (readonly Code[])[] = [
  ["policy.limit_exceeded", "policy.amount_missing"],
  ["policy.currency_mismatch"],
  ["policy.tenant_mismatch"],
  ["policy.outside_validity"],
];

/** The first three near misses of the part among the rules that are looked at. */
export function nearMisses(policies: readonly Policy[], scene: Scene, reached: Reached): readonly NearMiss[] {
  const looked = policies.flatMap(({ rules }) => rules.filter((rule) => rules.length <= 4 || reached(rule)));
  const found = looked.flatMap((rule) => missOf(rule, scene) ?? []);
  return KINDS.flatMap((codes) => found.filter(({ code }) => codes.includes(code))).slice(0, 3);
}

function missOf({ id, effect, when }: Rule, scene: Scene): NearMiss | null {
  const [failed, ...others] = when.filter((condition) => truthOf(condition, "allow", scene) !== "true");
  if (effect !== "allow" || failed === undefined || others.length > 0) return null;
  const code = codeOf(failed, truthOf(failed, "allow", scene) === "unknown");
  return code === null
    ? null
    : { rule: id, condition: ANY_TEXT, actual: actual(failed, scene), expected: ANY_TEXT, code };
}

function codeOf(failed: Condition, unknown: boolean): Code | null {
  if (failed.kind === "since" || failed.kind === "until") return "policy.outside_validity";
  if (!("field" in failed)) return null;
  if (failed.field === "currency") return "policy.currency_mismatch";
  if (failed.field === "tenant") return "policy.tenant_mismatch";
  if (failed.field !== "amount" || (failed.kind !== "at_most" && failed.kind !== "at_least")) return null;
  return unknown ? "policy.amount_missing" : "policy.limit_exceeded";
}

function actual(failed: Condition, { part, facts }: Scene): string | null {
  if (!("field" in failed)) return facts.at ?? null;
  return part.kind === "tool" ? null : part[failed.field as "amount" | "currency" | "tenant"];
}
