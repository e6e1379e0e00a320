/** What is wrong with files together, or with a rule under the settings of all: nothing may be said twice. */

import type { Budget } from "../kernel/budget.ts";
import { quoted } from "../kernel/json-error.ts";
import { assetKey, isPayment } from "../kernel/payment.ts";
import type { Recipient } from "../kernel/register.ts";
import type { Settings } from "../kernel/rule.ts";
import type { CedarManifest } from "./cedar/resolve.ts";
import type { CedarPolicy, UidOrSlot } from "./cedar/syntax.ts";
import type { PolicyDocument } from "./document.ts";
import type { Draft } from "./draft.ts";
import { MAX_RULES } from "./limit.ts";
import { report } from "./reading.ts";
import type { Lists } from "./register.ts";
import { joinSettings } from "./setting.ts";
import { pointerName } from "./source.ts";
import { isTable } from "./table.ts";

/** Reports what files that are right alone do wrong together; `settings` are those given outside of the files. */
export function checkTogether(
  documents: readonly PolicyDocument[],
  settings: Partial<Settings>,
  cedar: CedarManifest,
): void {
  refuseDuplicates(documents, "policy.duplicate_file", ({ reading }) => [["", reading.source.name]]);
  refuseDuplicates(documents, "tools.duplicate", ({ tools }) =>
    tools.map(([name]) => [`/tools/${pointerName(name)}`, name]),
  );
  refuseDuplicates(documents, "classify.duplicate", ({ classify }) =>
    classify.map(({ tool, server }) => ["/classify", server === null ? tool : `${server}/${tool}`]),
  );
  refuseDuplicates(documents, "budget.duplicate_id", ({ budgets }) =>
    budgets.map(({ pointer, budget }) => [`${pointer}/id`, budget.id]),
  );
  for (const key of ["id", "key"] as const)
    refuseDuplicates(documents, `approver.duplicate_${key}`, ({ approvers }) =>
      approvers.map(({ pointer, approver }) => [`${pointer}/${key}`, approver[key]]),
    );
  refusePersonsTwice(documents);
  refuseWorkspaces(documents);
  refuseDuplicates(documents, "evaluation.duplicate", ({ evaluation }) =>
    evaluation === null ? [] : [["/evaluation", "[evaluation]"]],
  );
  for (const [list, code, namesOf] of LISTED) {
    refuseDuplicates(documents, code, ({ lists }) => placesOf(list, namesOf(lists)));
  }
  warnOfIdleModes(documents, cedar);
  refuseTooMany(documents);
  const all = [...documents.map((document) => document.settings), settings];
  refuseWideBudgets(documents, joinSettings(all));
  if (joinSettings(all).require_limits) for (const document of documents) requireLimits(document);
}

/** What may be listed once in all files. */
const LISTED: readonly (readonly [list: string, code: string, namesOf: (lists: Lists) => readonly string[]])[] = [
  ["agents", "agent.duplicate_id", ({ register: { agents = [] } }) => agents.map(({ agent_id }) => agent_id)],
  ["providers", "provider.duplicate_id", ({ register: { providers = [] } }) => providers.map(({ id }) => id)],
  ["recipients", "recipient.duplicate", ({ register: { recipients = [] } }) => recipients.map(recipientName)],
  ["assets", "asset.duplicate_id", ({ assets }) => assets.map(({ id }) => id)],
  ["assets", "asset.duplicate_symbol", ({ assets }) => assets.map(({ chain, symbol }) => assetKey(chain, symbol))],
  ["risk", "risk.duplicate", ({ risk }) => (risk === null ? [] : ["[risk]"])],
];

/** Each name once: what a file lists twice has been reported when it was read. */
function placesOf(list: string, names: readonly string[]): Pointed {
  const places = new Map(names.map((name, index) => [name, `/${list}/${index}`]));
  return [...places].map(([name, pointer]) => [pointer, name]);
}

function recipientName({ address, chain }: Recipient): string {
  return `${address.toLowerCase()} on ${chain}`;
}

type Pointed = readonly (readonly [pointer: string, name: string])[];

function refuseDuplicates(
  documents: readonly PolicyDocument[],
  code: string,
  namesOf: (document: PolicyDocument) => Pointed,
): void {
  const first = new Map<string, string>();
  for (const document of documents) {
    for (const [pointer, name] of namesOf(document)) {
      const before = first.get(name);
      const message = `${quoted(name)} is already there, in ${quoted(before ?? "")}`;
      if (before === undefined) first.set(name, document.reading.source.name);
      else report(document.reading, pointer, { code, message, help: "remove one of the two", on: "key" });
    }
  }
}

/** Several keys of one person are one person, whichever key is looked at. */
function refusePersonsTwice(documents: readonly PolicyDocument[]): void {
  const first = new Map<string, string>();
  for (const { reading, approvers } of documents) {
    for (const { pointer, approver } of approvers) {
      const { person, kind, roles, groups } = approver;
      const said = JSON.stringify([kind, roles.toSorted(), groups.toSorted()]);
      const before = first.get(person);
      first.set(person, before ?? said);
      if (before === undefined || before === said) continue;
      const message = `another row says something else of ${quoted(person)}`;
      const help = "kind, roles and groups are the person's: write the same in every row of the person";
      report(reading, `${pointer}/person`, { code: "approver.conflict", message, help });
    }
  }
}

function refuseWorkspaces(documents: readonly PolicyDocument[]): void {
  const stated = documents.filter(({ settings }) => settings.workspace != null);
  const first = stated[0]?.settings.workspace;
  for (const { reading, settings } of stated) {
    if (settings.workspace === first) continue;
    const message = `another file says that the workspace is ${quoted(first ?? "")}`;
    report(reading, "/settings/workspace", { code: "settings.conflict", message, help: "state it once" });
  }
}

/** What several ledgers move, none of them adds up. */
function refuseWideBudgets(documents: readonly PolicyDocument[], { tenants = [] }: Settings): void {
  if (tenants.length === 0) return;
  for (const { reading, budgets } of documents)
    for (const { budget, pointer } of budgets) {
      if (!isWide(budget)) continue;
      const message = `the budget ${quoted(budget.id)} adds up several tenants, and each has a ledger of its own`;
      const help = 'write `per = ["tenant"]`, or one tenant in `filters`';
      report(reading, pointer, { code: "budget.spans_ledgers", message, help });
    }
}

function isWide({ window, per, filters }: Budget): boolean {
  return window.kind !== "per_request" && !per.includes("tenant") && filters.tenant?.length !== 1;
}

/** A mode never answers where a policy without modes governs tool calls. */
function warnOfIdleModes(documents: readonly PolicyDocument[], { drafts }: CedarManifest): void {
  const governing = documents.find(
    ({ reading, include }) =>
      include.some(({ governs }) => governs === true) ||
      (drafts.get(reading) ?? []).some(({ policy }) => governsEveryTool(policy)),
  );
  if (governing === undefined) return;
  for (const { reading, mode } of documents) {
    if (!isTable(reading.source.value) || !Object.hasOwn(reading.source.value, "approval_mode")) continue;
    const message = `the approval mode ${quoted(mode ?? "")} never answers: ${quoted(governing.reading.source.name)} governs every tool call`;
    const help = "remove the mode; what no rule allows is denied";
    report(reading, "/approval_mode", { severity: "warning", code: "policy.idle_mode", message, help, on: "key" });
  }
}

/** By its scope a policy can be about any call of any tool. */
function governsEveryTool({ action, resource }: CedarPolicy): boolean {
  const isExecute = (uid: UidOrSlot): boolean =>
    uid.kind === "entity" && uid.type === "Writ::Action" && uid.id === "tool.execute";
  const uids = action.kind === "equal" ? [action.uid] : action.kind === "in" ? action.uids : [];
  const isEveryTool = resource.kind === "any" || (resource.kind === "is" && resource.type === "Writ::Tool");
  return isEveryTool && (action.kind === "any" || uids.some(isExecute));
}

function refuseTooMany(documents: readonly PolicyDocument[]): void {
  let count = 0;
  for (const { reading, rules, sbo3l } of documents) {
    count += rules.length + (sbo3l?.rules.length ?? 0);
    if (count <= MAX_RULES) continue;
    report(reading, "", { code: "policy.too_many_rules", message: `more than ${MAX_RULES} rules` });
    return;
  }
}

function requireLimits({ reading, rules }: PolicyDocument): void {
  for (const { fields, pointer } of rules.filter(needsLimit)) {
    const message = `${quoted(fields.action ?? "")} is allowed without a \`limit\`, and \`require_limits\` is set`;
    report(reading, `${pointer}/action`, { code: "rule.limit_missing", message, help: "add `limit` and `currency`" });
  }
}

function needsLimit({ about, effect, fields }: Draft): boolean {
  return about === "action" && effect === "allow" && isPayment(fields.action ?? "") && !("limit" in fields);
}
