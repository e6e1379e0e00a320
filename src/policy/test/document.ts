/** A test file: calls, and how the policies beside them must answer; docs/spec/test.md. */

import { CODES, RULE_CODE } from "../../kernel/code.ts";
import type { Diagnostic } from "../../kernel/diagnostic.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Facts } from "../../kernel/facts.ts";
import { readEffect } from "../effect-word.ts";
import { parseFile } from "../format.ts";
import { plainCall } from "../plain.ts";
import { listOf, matching, oneOrMore, readBoolean, readInstant, readString, unknownWord, wordOf } from "../reader.ts";
import { lineOf, type Read, type Reading, report, startReading } from "../reading.ts";
import type { PolicyFile } from "../source.ts";
import { isTable, tableOf, wrongType } from "../table.ts";

/** One call with the answer it must get. */
export interface TestCase {
  readonly name: string;
  readonly call: Fields;
  readonly facts: Facts;
  readonly expect: Effect;
  /** Ids that must be among the matched rules. */
  readonly rules: readonly string[];
  readonly code: string | null;
  /** Stands in one of the reasons, or in the sentence of a denial. */
  readonly reason: string | null;
  /** Line in the file, from 1. */
  readonly line: number;
}

export interface TestDocument {
  /** Relative to the file; null when it names none. */
  readonly policies: readonly string[] | null;
  /** Empty when anything in the file is wrong. */
  readonly cases: readonly TestCase[];
  readonly diagnostics: readonly Diagnostic[];
}

type Fields = Readonly<Record<string, unknown>>;

interface CaseFields {
  readonly name: string;
  readonly call: Fields;
  readonly facts: Facts;
  readonly expect: Effect;
  readonly rule: readonly string[];
  readonly code: string;
  readonly reason: string;
}

/** A case as it was read: its keys, and where it stands. */
interface Draft {
  readonly fields: Partial<CaseFields>;
  readonly line: number;
}

interface Tables {
  readonly policy: readonly string[];
  readonly defaults: Fields;
  readonly facts: Facts;
  readonly cases: readonly Draft[];
}

const readCall: Read<Fields> = (value, pointer, reading) => {
  if (!isTable(value)) return wrongType(value, 'a call, such as `{ kind = "tool", … }`', { pointer, reading });
  const call = plainCall(value);
  if (isTable(call)) return call;
  return report(reading, pointer, { code: "test.too_deep", message: "a call is nested at most 64 deep" });
};

const readCode: Read<string> = (value, pointer, reading) => {
  const code = readString(value, pointer, reading);
  if (code === undefined || Object.hasOwn(CODES, code) || RULE_CODE.test(code)) return code;
  return report(reading, pointer, unknownWord(code, Object.keys(CODES)));
};

const readName = matching(/^[^\u0000-\u001f\u007f]+$/, { code: "value.name", message: "a name is one line of text" });

const readFacts: Read<Facts> = tableOf<Pick<Facts, "at" | "frozen" | "nonce">>("facts", {
  at: readInstant,
  frozen: readBoolean,
  nonce: wordOf<NonNullable<Facts["nonce"]>>({ free: "free", own: "own", replayed: "replayed" }),
});

const readFields = tableOf<CaseFields>("case", {
  name: readName,
  call: readCall,
  facts: readFacts,
  expect: readEffect,
  rule: oneOrMore(readString),
  code: readCode,
  reason: readString,
});

const REQUIRED = ["name", "call", "expect"] as const;

const readCase: Read<Draft> = (value, pointer, reading) => {
  const fields = readFields(value, pointer, reading);
  if (fields === undefined) return;
  for (const key of REQUIRED) {
    if (key in fields) continue;
    report(reading, pointer, { code: "case.missing_key", message: `the case has no \`${key}\``, help: HELP[key] });
  }
  return { fields, line: lineOf(reading, pointer) };
};

const HELP: Readonly<Record<(typeof REQUIRED)[number], string>> = {
  name: "say in a line what the case shows",
  call: 'write `call = { kind = "tool", tool = "read_file", args = ["a.txt"] }`',
  expect: 'write `expect = "allow"`, `"deny"` or `"ask"`',
};

const readTables = tableOf<Tables>("test", {
  policy: oneOrMore(readString),
  defaults: readCall,
  facts: readFacts,
  cases: listOf(readCase),
});

/** Reads a test file, or says everything that is wrong with it. */
export function readTests(file: PolicyFile): TestDocument {
  const source = parseFile(file);
  if ("kind" in source) {
    const { code, message, help = null, at } = source;
    const place = { file: file.name, line: at?.line ?? 0, column: at?.column ?? 0 };
    return { policies: null, cases: [], diagnostics: [{ severity: "error", code, message, help, ...place }] };
  }
  const reading = startReading(source);
  const tables = readTables(source.value, "", reading) ?? {};
  if (tables.cases === undefined || tables.cases.length === 0) reportNoCases(reading);
  const sound = reading.count.error === 0;
  return {
    policies: tables.policy ?? null,
    cases: sound ? (tables.cases ?? []).map((draft) => complete(draft, tables)) : [],
    diagnostics: reading.diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

function reportNoCases(reading: Reading): void {
  if (reading.count.error > 0) return;
  report(reading, "", {
    code: "test.no_cases",
    message: "the file has no `[[cases]]`",
    help: "write one, or remove it",
  });
}

/** The case with what the file says of all cases; a case's own call and facts win, key by key. */
function complete({ fields, line }: Draft, { defaults = {}, facts = {} }: Partial<Tables>): TestCase {
  const { name = "", expect = "deny", rule = [], code = null, reason = null } = fields;
  const call = { ...defaults, ...fields.call };
  return { name, call, facts: { ...timeOf(call), ...facts, ...fields.facts }, expect, rules: rule, code, reason, line };
}

/** A call that brings its own time is decided at it. */
function timeOf({ at }: Fields): Facts {
  return typeof at === "string" ? { at } : {};
}
