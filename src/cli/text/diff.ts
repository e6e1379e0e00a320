/** What two policies differ in, for people. */

import type { Change, RuleDiff } from "../../policy/diff/diff.ts";
import type { ChangedDecision, DecisionDiff, Verdict } from "../diff/decisions.ts";
import type { DiffReport } from "../diff/report.ts";
import type { Paint, Style } from "./colour.ts";
import { alignedTable } from "./table.ts";

/** Rules, everything beside them, and the decisions that would change; texts must be escaped already. */
export function diffText({ rules, others, decisions }: DiffReport, paint: Paint): string {
  const blocks = [
    ...rules.map((rule) => ruleText(rule, paint)),
    ...(others.length === 0 ? [] : [`${paint("bold", "beside the rules")}\n${changeLines(others, paint)}`]),
    ...(decisions === null ? [] : [decisionsText(decisions, paint)]),
  ];
  return `${[...blocks, summary(rules, others)].join("\n")}`;
}

const STYLE: Readonly<Record<RuleDiff["kind"], Style>> = { added: "green", removed: "red", changed: "yellow" };

function ruleText({ kind, rule, source, effect, changes, conditions }: RuleDiff, paint: Paint): string {
  const head = `${paint(STYLE[kind], kind)} ${paint("bold", rule)} (${source})\n`;
  if (kind === "changed") return head + changeLines(changes, paint);
  return `${head}${[effect, ...conditions].map((text) => `  ${text}\n`).join("")}`;
}

function changeLines(changes: readonly Change[], paint: Paint): string {
  return changes.map((change) => `  ${change.what}: ${changeText(change, paint)}\n`).join("");
}

function changeText({ old, new: now }: Change, paint: Paint): string {
  if (old === null) return paint("green", `+ ${now}`);
  if (now === null) return paint("red", `- ${old}`);
  return `${old} → ${now}`;
}

function decisionsText({ calls, changed }: DecisionDiff, paint: Paint): string {
  const head = `${paint("bold", "decisions")}: ${changed.length} of ${calls} change\n`;
  return changed.length === 0 ? head : head + alignedTable({ head: HEAD, rows: changed.map(row) }, paint);
}

const HEAD: readonly string[] = ["NUMBER", "OLD", "NEW", "CALL"];

function row({ number, old, new: now, call }: ChangedDecision): readonly string[] {
  return [String(number), verdictText(old), verdictText(now), callText(call)];
}

function verdictText({ decision, deny_code, matched_rules }: Verdict): string {
  const why = [...matched_rules, ...(deny_code === null ? [] : [deny_code])].join(", ");
  return why === "" ? decision : `${decision} (${why})`;
}

/** Longer calls are cut; `--json` has them whole. */
const LONGEST_CALL = 100;

function callText(call: unknown): string {
  const text = JSON.stringify(call);
  return text.length > LONGEST_CALL ? `${text.slice(0, LONGEST_CALL)}…` : text;
}

function summary(rules: readonly RuleDiff[], others: readonly Change[]): string {
  const count = (kind: RuleDiff["kind"]): string => `${rules.filter((rule) => rule.kind === kind).length} ${kind}`;
  const beside = others.length === 0 ? "" : `; ${others.length} beside the rules`;
  return `rules: ${count("added")}, ${count("removed")}, ${count("changed")}${beside}\n`;
}
