/** A list of rules, for people. */

import { windowText } from "../../kernel/window.ts";
import type { ListedBudget, ListedRule, RuleListing } from "../../policy/list.ts";
import type { Paint } from "./colour.ts";
import { EFFECT_STYLE } from "./decision.ts";
import { alignedTable, pairLines, tabbedTable } from "./table.ts";

/** Numbered entries; texts must be escaped already. */
export function listingEntries({ approval_mode, rules, rule_count, budgets }: RuleListing, paint: Paint): string {
  const mode = approval_mode === null ? "none" : approval_mode;
  const head = `${paint("bold", "policy rules")}\n${pairLines(
    [
      ["approval mode", mode],
      ["rules", String(rule_count)],
    ],
    paint,
  )}`;
  const entries = rules.map((rule, index) => entry(rule, index + 1, paint));
  const limits = budgets.map((budget) => budgetEntry(budget, paint));
  const title = limits.length === 0 ? [] : [paint("bold", "budgets\n")];
  return [head, ...entries, ...title, ...limits].join("\n");
}

function entry(rule: ListedRule, number: number, paint: Paint): string {
  const effect = paint(EFFECT_STYLE[rule.effect], rule.effect);
  const disabled = rule.enabled ? "" : ` ${paint("dim", "(disabled)")}`;
  return `${number}. ${paint("bold", rule.name)}${disabled}\n${pairLines([["effect", effect], ...pairs(rule)], paint)}`;
}

function pairs(rule: ListedRule): (readonly [string, string])[] {
  const rows: readonly (readonly [string, string | null])[] = [
    ["tier", rule.tier],
    ["id", rule.id === rule.name ? null : rule.id],
    ["about", subject(rule)],
    ["arguments", rule.arg_pattern],
    ["when", rule.when],
    ["approvals", rule.approvals],
    ["limit", rule.limit],
    ["currency", rule.currency],
    ["tenant", rule.tenant],
    ["when", rule.when],
    ["valid from", rule.valid_from],
    ["valid until", rule.valid_until],
    ["reason", rule.reason],
    ["source", rule.source],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== null);
}

/** What the rule is about: tools, or an action. */
function subject({ tool_pattern, tool, server, action, when }: ListedRule): string {
  if (when !== null) return "any call";
  if (tool_pattern === null && tool === null && server === null) return `action ${action}`;
  const tools = tool_pattern ?? tool?.join(", ") ?? "*";
  return server === null ? `tool ${tools}` : `tool ${tools} of server ${server.join(", ")}`;
}

function budgetEntry({ id, source, ...budget }: ListedBudget, paint: Paint): string {
  const filters = Object.entries(budget.filters).map(([dimension, values]) => `${dimension} ${values.join(" or ")}`);
  const rows: readonly (readonly [string, string | null])[] = [
    ["limit", `${budget.limit}${budget.measure.kind === "count" ? " times" : ` ${budget.measure.unit}`}`],
    ["warns above", budget.soft_limit],
    ["window", windowText(budget.window)],
    ["for each", budget.per.length === 0 ? null : budget.per.join(" and ")],
    ["only", filters.length === 0 ? null : filters.join(", ")],
    ["source", source],
  ];
  const shown = rows.filter((row): row is readonly [string, string] => row[1] !== null);
  return `${paint("bold", id)}\n${pairLines(shown, paint)}`;
}

const HEAD: readonly string[] = ["NAME", "EFFECT", "TIER", "ABOUT", "ARGUMENTS", "SOURCE"];

/** One row a rule: aligned for a terminal, separated by tabs for a pipe. */
export function listingTable(terminal: boolean): (listing: RuleListing, paint: Paint) => string {
  return ({ rules }, paint) => {
    const table = { head: HEAD, rows: rules.map(row) };
    return terminal ? alignedTable(table, paint) : tabbedTable(table);
  };
}

const row = (rule: ListedRule): readonly string[] => [
  rule.name,
  rule.effect,
  rule.tier,
  subject(rule),
  rule.arg_pattern ?? rule.when ?? "",
  rule.source,
];
