/** Rules of a first_match policy that an earlier one answers for. */

import { foldCase } from "../../kernel/glob.ts";
import type { Policy, Rule } from "../../kernel/rule.ts";
import { isComparison, literalsOf } from "./comparison.ts";
import { hides } from "./implies.ts";
import { type Finding, type Ground, placed } from "./lint.ts";

interface Hidden {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly by: Rule;
}

/** Rules that never decide, because an earlier one that is as wide answers first. */
export function findHidden(ground: Ground): readonly Finding[] {
  return allHidden(ground)
    .filter((each) => !isCarved(each))
    .map(({ policy, rule, by }) => ({
      policy,
      rule,
      message: `${placed(by, policy)} answers first wherever this rule matches`,
      help: rule.effect === by.effect ? "remove one of the two" : "move it above, or give it a higher `priority`",
    }));
}

/** Restrictions that were meant to be carved out of an allow, and stand below it. */
export function findLateExceptions(ground: Ground): readonly Finding[] {
  return allHidden(ground)
    .filter(isCarved)
    .map(({ policy, rule, by }) => ({
      policy,
      rule,
      message: `the wider allow ${placed(by, policy)} answers first, so that this ${rule.effect} stops nothing it names`,
      help: 'move it above the allow, or give it `priority = "admin"`',
    }));
}

function isCarved({ rule, by }: Hidden): boolean {
  return by.effect === "allow" && rule.effect !== "allow";
}

/** Rules are compared this often in one snapshot; of a policy of many thousand rules the last ones are not looked at. */
const MAX_COMPARISONS = 1_000_000;

const known = new WeakMap<Ground, readonly Hidden[]>();

/** Two lints ask for the same. */
function allHidden(ground: Ground): readonly Hidden[] {
  const found = known.get(ground) ?? searchAll(ground);
  known.set(ground, found);
  return found;
}

function searchAll({ snapshot }: Ground): readonly Hidden[] {
  const budget = { left: MAX_COMPARISONS };
  return snapshot.policies
    .filter(({ combine }) => combine === "first_match")
    .flatMap((policy) => searchPolicy(policy, budget));
}

function searchPolicy(policy: Policy, budget: { left: number }): readonly Hidden[] {
  const earlier: Earlier = { byTool: new Map(), others: [] };
  return policy.rules.flatMap((rule) => {
    const tools = toolsOf(rule);
    const by = firstThatHides(rule, candidates(tools, earlier), budget);
    add(rule, tools, earlier);
    return by === undefined ? [] : [{ policy, rule, by }];
  });
}

/** Rules that were passed: those about tools by name, and those that may be about any. */
interface Earlier {
  readonly byTool: Map<string, Rule[]>;
  readonly others: Rule[];
}

/** Names without case of the only tools that the rule can be about; null when it may be about any. */
function toolsOf({ when }: Rule): readonly string[] | null {
  for (const condition of when) {
    if (!isComparison(condition) || !["tool", "plain", "name"].includes(condition.field)) continue;
    const literals = literalsOf(condition);
    if (literals !== null) return literals.map(foldCase);
  }
  return null;
}

/** What hides a rule is about each of its tools, so the first of them leads to it. */
function candidates(tools: readonly string[] | null, { byTool, others }: Earlier): readonly Rule[] {
  const [first] = tools ?? [];
  return first === undefined ? others : [...(byTool.get(first) ?? []), ...others];
}

function firstThatHides(rule: Rule, earlier: readonly Rule[], budget: { left: number }): Rule | undefined {
  return earlier.find((each) => budget.left-- > 0 && hides(each, rule));
}

function add(rule: Rule, tools: readonly string[] | null, { byTool, others }: Earlier): void {
  if (tools === null) others.push(rule);
  for (const tool of new Set(tools)) {
    const rules = byTool.get(tool) ?? [];
    rules.push(rule);
    byTool.set(tool, rules);
  }
}
