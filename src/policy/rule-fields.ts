/** The keys of a rule. */

import { type Code, RULE_CODE } from "../kernel/code.ts";
import type { Effect, Tier } from "../kernel/effect.ts";
import { readEffect } from "./effect-word.ts";
import {
  listOf,
  matching,
  oneOrMore,
  readBoolean,
  readDecimal,
  readGlob,
  readInstant,
  readString,
  readText,
  wordOf,
} from "./reader.ts";
import type { Read } from "./reading.ts";
import { readRequirement } from "./requirement.ts";
import { filled, isTable, tableOf, tableOfNames } from "./table.ts";
import { readExactName } from "./tool.ts";

/** Bounds of a decimal argument, both inclusive, as canonical text. */
export interface Bounds {
  readonly min?: string;
  readonly max?: string;
}

/** What an argument must be: within bounds, or like one of some globs. */
export type ArgumentTest = Bounds | readonly string[];

/** Calls and what must be answered; see example.ts. */
export type Examples = Readonly<Partial<Record<Effect, readonly unknown[]>>>;

export interface AllRuleFields {
  readonly id: string;
  readonly name: string;
  readonly priority: Tier;
  /** The effect of a tool rule, the name of the action of an action rule. */
  readonly action: string;
  readonly effect: Effect;
  readonly tool_pattern: string;
  readonly tool: readonly string[];
  readonly server: readonly string[];
  readonly arg_pattern: string;
  readonly args: readonly (readonly [string, ArgumentTest])[];
  readonly reason: string;
  readonly limit: string;
  readonly currency: string;
  readonly tenant: string;
  readonly enabled: boolean;
  readonly valid_from: string;
  readonly valid_until: string;
  readonly deny_code: Code;
  /** Who has to approve what it allows or asks, or who lifts what it denies. */
  readonly approvals: string;
  readonly examples: Examples;
}

/** A key that was given but refused is present and undefined. */
export type RuleFields = Partial<AllRuleFields>;

const readBounds = tableOf<Bounds>(
  "args",
  { min: readDecimal, max: readDecimal },
  'known are `min`, `max`; a nested argument is named in quotes, like `"a.b"`',
);

const readGlobs = oneOrMore(readGlob);

const readTest: Read<ArgumentTest> = filled(
  (value, pointer, reading) => (isTable(value) ? readBounds : readGlobs)(value, pointer, reading),
  "write a pattern, a list of patterns, or `{ min = …, max = … }`",
);

const readArgs = filled(tableOfNames(readString, readTest), "name an argument, or remove it");

const readCode = matching(RULE_CODE, { code: "value.deny_code", message: "a `deny_code` looks like `policy.my_code`" });

// Ids stand in logs and on terminals.
export const readName: Read<string> = matching(/^[^\u0000-\u001f\u007f]+$/, {
  code: "value.name",
  message: "a name is one line of text",
});

const readCalls = listOf<unknown>((value) => value);

/** Reads one rule's keys, each for itself. */
export const readRuleFields: Read<RuleFields> = tableOf<AllRuleFields>("rule", {
  id: readName,
  name: readName,
  priority: wordOf<Tier>({ admin: "admin", user: "user", default: "default" }),
  action: readString,
  effect: readEffect,
  tool_pattern: readGlob,
  tool: oneOrMore(readExactName),
  server: oneOrMore(readExactName),
  arg_pattern: readGlob,
  args: readArgs,
  reason: readText,
  limit: readDecimal,
  currency: readString,
  tenant: readString,
  enabled: readBoolean,
  valid_from: readInstant,
  valid_until: readInstant,
  deny_code: readCode as Read<Code>,
  approvals: readRequirement,
  examples: tableOf<Record<Effect, readonly unknown[]>>("examples", {
    allow: readCalls,
    deny: readCalls,
    ask: readCalls,
  }),
});
