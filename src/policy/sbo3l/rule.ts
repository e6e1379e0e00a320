/** The rules of an SBO3L document. */

import { RULE_CODE } from "../../kernel/code.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Expression } from "../../kernel/expression.ts";
import { MAX_RULES } from "../limit.ts";
import { matching, wordOf } from "../reader.ts";
import { lineOf, type Read, type Reading, report } from "../reading.ts";
import { isTable } from "../table.ts";
import { parseWhen } from "./expression.ts";
import { completeTable, notEmpty, orNull, readSlug, textUpTo, uniqueList } from "./reader.ts";
import { offsetIn } from "./written.ts";

/** A rule that holds when its expression does. */
export interface When {
  readonly id: string;
  readonly effect: Effect;
  /** The code of its deny; null for `policy.denied`. */
  readonly deny_code: string | null;
  readonly when: Expression;
  /** The expression as it is written. */
  readonly text: string;
  /** Line in the file, from 1. */
  readonly line: number;
}

interface Row {
  readonly id: string;
  readonly effect: Effect;
  readonly deny_code: string;
  readonly when: Expression;
}

const MAX_LENGTH = 2048;

const readWhen: Read<Expression> = (value, pointer, reading) => {
  const text = textUpTo(MAX_LENGTH, 1)(value, pointer, reading);
  if (text === undefined) return;
  const read = parseWhen(text);
  if ("expression" in read) return read.expression;
  for (const { at, ...finding } of read.faults)
    report(reading, pointer, { ...finding, skip: offsetIn(reading.source, pointer, { text, at }) });
  return;
};

const readRow = completeTable<Row, "id" | "effect" | "when">(
  "rule",
  {
    id: readSlug,
    effect: wordOf<Effect>({ allow: "allow", deny: "deny", requires_human: "ask" }),
    deny_code: orNull(
      matching(RULE_CODE, { code: "value.form", message: "a code is `policy.` and some of `a-z0-9_`" }),
    ),
    when: readWhen,
  },
  ["id", "effect", "when"],
);

const readRule: Read<When> = (value, pointer, reading) => {
  const row = readRow(value, pointer, reading);
  if (row === undefined || !isTable(value)) return;
  const { id, effect, deny_code = null, when } = row;
  if (effect === "deny" && (value["deny_code"] ?? null) === null) warnOfCode(pointer, reading);
  return { id, effect, deny_code, when, text: String(value["when"]), line: lineOf(reading, pointer) };
};

function warnOfCode(pointer: string, reading: Reading): void {
  report(reading, pointer, {
    severity: "warning",
    code: "rule.deny_code_missing",
    message: "a deny without `deny_code` gives `policy.denied`",
    help: "name the reason, such as `policy.deny_unknown_provider`",
  });
}

const readAll = notEmpty(uniqueList(readRule, { key: ({ id }) => id, on: "id", code: "rule.duplicate_id" }));

export const readRules: Read<readonly When[]> = (value, pointer, reading) => {
  if (!Array.isArray(value) || value.length <= MAX_RULES) return readAll(value, pointer, reading);
  return report(reading, pointer, {
    code: "policy.too_many_rules",
    message: `more than ${MAX_RULES} rules`,
    on: "key",
  });
};
