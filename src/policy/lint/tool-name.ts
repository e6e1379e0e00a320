/** Names of tools that look like a typo of a known one. */

import type { Rule, Snapshot } from "../../kernel/rule.ts";
import { editDistance } from "../edit-distance.ts";
import { nearest } from "../suggest.ts";
import { isComparison, literalsOf } from "./comparison.ts";
import type { Finding, Ground } from "./lint.ts";

/** Rules about a tool that nobody described, one or two letters away from one that Writ knows. */
export function findMisspeltTools({ snapshot, tools }: Ground): readonly Finding[] {
  const known = new Set([...tools, ...namesOf(snapshot)]);
  return snapshot.policies.flatMap((policy) =>
    policy.rules.flatMap((rule) =>
      toolsOf(rule).flatMap((name): readonly Finding[] => {
        const meant = known.has(name) ? null : misspelt(name, tools, rule);
        if (meant === null) return [];
        const help = `did you mean \`${meant}\`? if not, describe \`[tools.${name}]\``;
        return [{ policy, rule, message: `no tool \`${name}\` is known`, help }];
      }),
    ),
  );
}

/** What the policies themselves describe, or call an action. */
function namesOf({ tools, classify }: Snapshot): readonly string[] {
  return [...Object.keys(tools), ...classify.map(({ tool }) => tool)];
}

/** Tools without a server; a server's tools are called as it likes. */
function toolsOf({ when }: Rule): readonly string[] {
  if (when.some((condition) => isComparison(condition) && condition.field === "server")) return [];
  return when
    .filter(isComparison)
    .filter(({ field }) => field === "tool" || field === "plain")
    .flatMap((condition) => literalsOf(condition) ?? []);
}

/** One wrong letter in a short name, two in a long one; case matters in an allow only. */
function misspelt(name: string, tools: readonly string[], { effect }: Rule): string | null {
  if (name.length < 4) return null;
  const meant = nearest(name, tools);
  if (meant === null) return null;
  const distance = editDistance(name.toLowerCase(), meant.toLowerCase());
  if (distance === 0) return effect === "allow" ? meant : null;
  const isPlural = name === `${meant}s` || meant === `${name}s`;
  return isPlural || distance > (name.length < 8 ? 1 : 2) ? null : meant;
}
