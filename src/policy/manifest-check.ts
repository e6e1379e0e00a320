/** What is wrong with files together, or with a rule under the settings of all: nothing may be said twice. */

import { quoted } from "../kernel/json-error.ts";
import type { Settings } from "../kernel/rule.ts";
import type { PolicyDocument } from "./document.ts";
import type { Draft } from "./draft.ts";
import { MAX_RULES } from "./limit.ts";
import { report } from "./reading.ts";
import { joinSettings } from "./setting.ts";
import { pointerName } from "./source.ts";

/** Reports what files that are right alone do wrong together; `settings` are those given outside of the files. */
export function checkTogether(documents: readonly PolicyDocument[], settings: Partial<Settings>): void {
  refuseDuplicates(documents, "policy.duplicate_file", ({ reading }) => [["", reading.source.name]]);
  refuseDuplicates(documents, "tools.duplicate", ({ tools }) =>
    tools.map(([name]) => [`/tools/${pointerName(name)}`, name]),
  );
  refuseDuplicates(documents, "classify.duplicate", ({ classify }) =>
    classify.map(({ tool, server }) => ["/classify", server === null ? tool : `${server}/${tool}`]),
  );
  refuseWorkspaces(documents);
  refuseTooMany(documents);
  const all = [...documents.map((document) => document.settings), settings];
  if (joinSettings(all).require_limits) for (const document of documents) requireLimits(document);
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

function refuseWorkspaces(documents: readonly PolicyDocument[]): void {
  const stated = documents.filter(({ settings }) => settings.workspace != null);
  const first = stated[0]?.settings.workspace;
  for (const { reading, settings } of stated) {
    if (settings.workspace === first) continue;
    const message = `another file says that the workspace is ${quoted(first ?? "")}`;
    report(reading, "/settings/workspace", { code: "settings.conflict", message, help: "state it once" });
  }
}

function refuseTooMany(documents: readonly PolicyDocument[]): void {
  let count = 0;
  for (const { reading, rules } of documents) {
    count += rules.length;
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

/** Asking about payments moves nothing. */
function isPayment(action: string): boolean {
  return /payment/i.test(action) && !/query$/i.test(action);
}
