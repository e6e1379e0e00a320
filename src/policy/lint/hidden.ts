/** Rules that another one of their policy answers for: an earlier one of first_match, a deny of deny_overrides. */

import { foldCase } from "../../kernel/glob.ts";
import { perObject } from "../../kernel/per-object.ts";
import type { Policy, Rule } from "../../kernel/rule.ts";
import { isComparison, literalsOf } from "./comparison.ts";
import { hides } from "./implies.ts";
import { type Finding, type Ground, placed } from "./lint.ts";

interface Hidden {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly by: Rule;
}

/** Rules that never decide, because one that is as wide always answers for them. */
export function findHidden(ground: Ground): readonly Finding[] {
  return allHidden(ground)
    .filter((each) => !isCarved(each))
    .map((each) => ({ policy: each.policy, rule: each.rule, ...said(each) }));
}

function said({ policy, rule, by }: Hidden): Pick<Finding, "message" | "help"> {
  if (policy.combine === "deny_overrides")
    return {
      message: `${placed(by, policy)} denies wherever this rule matches`,
      help: "narrow the deny, or remove one",
    };
  return {
    message: `${placed(by, policy)} answers first wherever this rule matches`,
    help: rule.effect === by.effect ? "remove one of the two" : "move it above, or give it a higher `priority`",
  };
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

/** Two lints ask for the same. */
const allHidden: (ground: Ground) => readonly Hidden[] = perObject(({ snapshot }) => {
  const budget = { left: MAX_COMPARISONS };
  return snapshot.policies.flatMap((policy) => SEARCH[policy.combine](policy, budget));
});

type Search = (policy: Policy, budget: { left: number }) => readonly Hidden[];

const SEARCH: Readonly<Record<Policy["combine"], Search>> = {
  first_match: (policy, budget) => {
    const earlier = noRules();
    return policy.rules.flatMap((rule) => {
      const by = firstThatHides(rule, earlier, budget);
      add(rule, earlier);
      return by === undefined ? [] : [{ policy, rule, by }];
    });
  },
  deny_overrides: (policy, budget) => {
    const denies = noRules();
    for (const rule of policy.rules) if (rule.effect === "deny") add(rule, denies);
    return policy.rules.flatMap((rule) => {
      const by = rule.effect === "deny" ? undefined : firstThatHides(rule, denies, budget);
      return by === undefined ? [] : [{ policy, rule, by }];
    });
  },
};

/** Rules that may hide others: those about tools or actions by name, and those that may be about any. */
interface Wide {
  readonly byName: Map<string, Rule[]>;
  readonly others: Rule[];
}

function noRules(): Wide {
  return { byName: new Map(), others: [] };
}

const SUBJECTS: readonly string[] = ["tool", "plain", "name", "action"];

/** Names without case of the only tools or actions that the rule can be about; null when it may be about any. */
function namesOf({ when }: Rule): readonly string[] | null {
  for (const condition of when) {
    if (!isComparison(condition) || !SUBJECTS.includes(condition.field)) continue;
    const literals = literalsOf(condition);
    if (literals !== null) return literals.map(foldCase);
  }
  return null;
}

function firstThatHides(rule: Rule, wide: Wide, budget: { left: number }): Rule | undefined {
  return candidates(rule, wide).find((each) => budget.left-- > 0 && hides(each, rule));
}

/** What hides a rule is about each of its names, so the first of them leads to it. */
function candidates(rule: Rule, { byName, others }: Wide): readonly Rule[] {
  const [first] = namesOf(rule) ?? [];
  return first === undefined ? others : [...(byName.get(first) ?? []), ...others];
}

function add(rule: Rule, { byName, others }: Wide): void {
  const names = namesOf(rule);
  if (names === null) others.push(rule);
  for (const name of new Set(names)) {
    const rules = byName.get(name) ?? [];
    if (rules.push(rule) === 1) byName.set(name, rules);
  }
}
