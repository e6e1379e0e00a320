/** Whether a decision is the one that a test case expects. */

import type { Decision } from "../../kernel/decision.ts";
import { nearest } from "../suggest.ts";
import type { TestCase } from "./document.ts";

/** What is not as expected, one line each; empty when the case passes. `rules` are the ids that there are. */
export function mismatches(expected: TestCase, got: Decision, rules: readonly string[]): readonly string[] {
  return CHECKS.flatMap((check) => check(expected, got, rules));
}

type Check = (expected: TestCase, got: Decision, rules: readonly string[]) => readonly string[];

const CHECKS: readonly Check[] = [
  ({ expect }, { decision }) =>
    decision === expect ? [] : [`the answer should be \`${expect}\` but is \`${decision}\``],
  ({ rules }, { matched_rules }, known) =>
    rules
      .filter((rule) => !matched_rules.includes(rule))
      .map((rule) => (known.includes(rule) ? undecided(rule, matched_rules) : noRule(rule, known))),
  ({ code }, { deny_code }) =>
    code === null || code === deny_code ? [] : [`the code should be \`${code}\` but is ${named(deny_code)}`],
  ({ reason }, decision) =>
    reason === null || textsOf(decision).some((text) => text.includes(reason))
      ? []
      : [`no reason contains \`${reason}\``],
];

function textsOf({ reasons, deny_detail }: Decision): readonly string[] {
  return [...reasons.map(({ text }) => text), ...(deny_detail === null ? [] : [deny_detail])];
}

function undecided(rule: string, matched: readonly string[]): string {
  return `\`${rule}\` should be among the rules that decide: ${listed(matched)}`;
}

function noRule(rule: string, known: readonly string[]): string {
  const meant = nearest(rule, known);
  return `there is no rule \`${rule}\`${meant === null ? "" : `; did you mean \`${meant}\`?`}`;
}

function listed(rules: readonly string[]): string {
  return rules.length === 0 ? "none does" : rules.map((rule) => `\`${rule}\``).join(", ");
}

function named(code: string | null): string {
  return code === null ? "none" : `\`${code}\``;
}
