/** An explanation as a tree, for people: each part, each rule that was reached, each condition. */

import type { ExplainedCondition, ExplainedPart, ExplainedRule, Explanation, TruthName } from "../../kernel/explain.ts";
import type { ExplainedBudget } from "../../kernel/explain-budget.ts";
import type { Paint, Style } from "./colour.ts";
import { EFFECT_STYLE, shortHash, verdict } from "./decision.ts";

const MARK: Readonly<Record<TruthName, readonly [mark: string, style: Style]>> = {
  true: ["✓", "green"],
  false: ["✗", "dim"],
  unknown: ["?", "yellow"],
  open: ["?", "yellow"],
};

/** The verdict, a tree for each part, and what would make it allowed. Texts must be escaped already. */
export function explanationText(explanation: Explanation, paint: Paint): string {
  const { decision, parts } = explanation;
  const { budgets, remedies } = explanation;
  return [
    verdict(decision, paint),
    ...parts.flatMap((part) => ["", ...partLines(part, paint)]),
    ...(budgets.length === 0 ? [] : ["", paint("bold", "budgets")]),
    ...budgets.map((budget) => budgetLine(budget, paint)),
    ...(remedies.length === 0 ? [] : ["", paint("bold", "what would make it allowed")]),
    ...remedies.map((remedy) => `  ${remedyText(remedy)}`),
    "",
    paint("dim", `snapshot ${shortHash(decision.policy_snapshot_hash)}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function partLines(part: ExplainedPart, paint: Paint): string[] {
  const answer = part.answer === null ? paint("dim", "no answer") : paint(EFFECT_STYLE[part.answer], part.answer);
  const words = part.text === null || part.text === "" ? "" : `: ${part.text}`;
  const rules = part.rules.map((rule) => ruleLines(rule, paint));
  if (part.skipped > 0 || rules.length === 0) rules.push([paint("dim", `${part.skipped} rules about something else`)]);
  return [`${paint("bold", `${part.kind} ${part.subject}`)}${words} → ${answer}`, ...branches(rules)];
}

function ruleLines(rule: ExplainedRule, paint: Paint): string[] {
  const [mark, style] = MARK[rule.truth];
  const decided = rule.decided ? paint("bold", " ← decides") : "";
  const where = paint("dim", `(${rule.tier}, ${rule.source})`);
  const head = `${paint(style, mark)} ${paint(EFFECT_STYLE[rule.effect], rule.effect)} ${rule.rule} ${where}${decided}`;
  return [head, ...branches(rule.conditions.map((condition) => [conditionLine(condition, paint)]))];
}

function conditionLine({ condition, truth, actual, expected }: ExplainedCondition, paint: Paint): string {
  const [mark, style] = MARK[truth];
  const open = truth === "true" || truth === "false" ? "" : ` (${truth})`;
  const wanted = expected === "true" ? "" : ` ${expected}`;
  return `${paint(style, mark)} ${condition}${wanted}: ${actualText(actual)}${open}`;
}

const actualText = (actual: string | null): string => (actual === null ? "it is missing" : `it is \`${actual}\``);

/** Draws blocks of lines as the branches of a tree. */
function branches(blocks: readonly (readonly string[])[]): string[] {
  return blocks.flatMap((block, index) => {
    const last = index === blocks.length - 1;
    return block.map((line, row) => `${row > 0 ? (last ? "   " : "│  ") : last ? "└─ " : "├─ "}${line}`);
  });
}

const BUDGET_MARK: Readonly<Record<ExplainedBudget["verdict"], readonly [mark: string, style: Style]>> = {
  within: ["✓", "green"],
  warning: ["!", "yellow"],
  exceeded: ["✗", "red"],
  unknown: ["?", "red"],
};

function budgetLine(budget: ExplainedBudget, paint: Paint): string {
  const [mark, style] = BUDGET_MARK[budget.verdict];
  const owner = Object.entries(budget.of ?? {}).map(([dimension, value]) => ` ${dimension} ${value}`);
  const limit = budget.unit === null ? budget.limit : `${budget.limit} ${budget.unit}`;
  const sums = `${budget.left ?? "unknown"} of ${limit} left (${budget.spent ?? "unknown"} spent, ${budget.reserved ?? "unknown"} reserved)`;
  const end = budget.resets === null ? "" : ` until ${budget.resets}`;
  return `  ${paint(style, mark)} ${budget.budget}${owner.join(",")}: ${sums}${end}; asks for ${budget.asked ?? "what is not known"}`;
}

function remedyText({ change, rule, source, answer }: Explanation["remedies"][number]): string {
  const who = rule === null ? "" : ` by ${rule}${source === null ? "" : ` (${source})`}`;
  return `if ${change}: ${answer === "allow" ? "allowed" : "asked"}${who}`;
}
