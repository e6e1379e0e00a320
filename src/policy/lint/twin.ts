/** A tool that is denied while its twins, which do the same, are allowed. */

import type { Condition, Rule } from "../../kernel/rule.ts";
import { holds, isComparison } from "./comparison.ts";
import { FAMILIES, type Family } from "./family.ts";
import type { Finding, Ground } from "./lint.ts";

/** Denials for all arguments of some members of a family, where the policies allow another member. */
export function findOpenTwins(ground: Ground): readonly Finding[] {
  const families = FAMILIES.map((family) => ({ ...family, open: openMembers(family, ground) }));
  const open = families.filter((family) => family.open.length > 0);
  return ground.snapshot.policies.flatMap((policy) =>
    policy.rules.flatMap((rule): readonly Finding[] => {
      const [text] = open.flatMap((family) => twinsText(rule, family));
      if (text === undefined) return [];
      return [{ policy, rule, message: text, help: "deny them too, or say in a comment why they may" }];
    }),
  );
}

function openMembers({ tools, args }: Family, { snapshot, judge }: Ground): readonly string[] {
  return tools.filter((tool) => judge({ kind: "tool", tool, args }, snapshot).decision === "allow");
}

/** More are not named. */
const NAMED = 3;

interface OpenFamily extends Family {
  /** The members that are allowed. */
  readonly open: readonly string[];
}

function twinsText(rule: Rule, { does, tools, open }: OpenFamily): readonly string[] {
  const denied = tools.filter((tool) => denies(rule, tool));
  const [first] = denied;
  const twins = open.filter((tool) => !denied.includes(tool));
  if (first === undefined || twins.length === 0) return [];
  const names = twins.slice(0, NAMED).map((tool) => `\`${tool}\``);
  const more = twins.length > NAMED ? ` and ${twins.length - NAMED} more` : "";
  return [`\`${first}\` is denied, but what else ${does} is allowed: ${names.join(", ")}${more}`];
}

/** A denial of the tool without a server, whatever the arguments, always. */
function denies({ effect, when }: Rule, tool: string): boolean {
  return effect === "deny" && when.length > 0 && when.every((condition) => isOnTool(condition, tool));
}

function isOnTool(condition: Condition, tool: string): boolean {
  return isComparison(condition) && condition.field === "tool" && holds(condition, tool, true);
}
