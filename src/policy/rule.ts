/** The reader of rules. */

import type { Effect } from "../kernel/effect.ts";
import type { Draft } from "./draft.ts";
import { checkDraft } from "./draft-check.ts";
import { readEffect } from "./effect-word.ts";
import { lineOf, type Read, type Reading } from "./reading.ts";
import { type RuleFields, readRuleFields } from "./rule-fields.ts";

/** Reads a rule; it is a tool rule when it has `tool_pattern`, `tool` or `server`. */
export const readRule: Read<Draft> = (value, pointer, reading) => {
  const fields = readRuleFields(value, pointer, reading);
  if (fields === undefined) return;
  const about = "tool_pattern" in fields || "tool" in fields || "server" in fields ? "tool" : "action";
  const effect = about === "tool" ? toolEffect(fields, pointer, reading) : fields.effect;
  const draft: Draft = { about, effect: effect ?? "deny", fields, line: lineOf(reading, pointer), pointer };
  checkDraft(draft, reading);
  return draft;
};

function toolEffect(fields: RuleFields, pointer: string, reading: Reading): Effect | undefined {
  return fields.action === undefined ? fields.effect : readEffect(fields.action, `${pointer}/action`, reading);
}
