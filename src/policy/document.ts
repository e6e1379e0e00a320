/** A policy file as it was read: its tables, typed. */

import type { Mode } from "../kernel/effect.ts";
import type { Evaluation } from "../kernel/evaluation.ts";
import { quoted } from "../kernel/json-error.ts";
import type { Classification, Policy, Settings, Tool } from "../kernel/rule.ts";
import { type PlacedApprover, readApprover } from "./approver.ts";
import { type PlacedBudget, readBudget } from "./budget.ts";
import { BUILT_INS } from "./built-in.ts";
import type { CedarDocument } from "./cedar/document.ts";
import { readClassify } from "./classify.ts";
import type { Draft } from "./draft.ts";
import { readEvaluation } from "./evaluation.ts";
import { MAX_RULES } from "./limit.ts";
import { listOf, oneOrMore, readString, wordOf } from "./reader.ts";
import { type Read, type Reading, report, startReading } from "./reading.ts";
import { LIST_TABLES, type Lists, type ListTables, listsOf, NO_LISTS } from "./register.ts";
import { readRule } from "./rule.ts";
import type { Sbo3lDocument } from "./sbo3l/document.ts";
import { readSettings } from "./setting.ts";
import type { Source } from "./source.ts";
import { isTable, tableOf } from "./table.ts";
import { type Named, readTools } from "./tool.ts";

interface Tables extends ListTables {
  readonly approval_mode: Mode;
  readonly strategy: Policy["combine"];
  readonly include: readonly Policy[];
  readonly evaluation: Partial<Evaluation>;
  readonly rules: readonly Draft[];
  readonly settings: Partial<Settings>;
  readonly tools: Named<Tool>;
  readonly classify: readonly Classification[];
  readonly budgets: readonly PlacedBudget[];
  readonly approvers: readonly PlacedApprover[];
}

export interface PolicyDocument {
  readonly reading: Reading;
  /** In the order of the file. */
  readonly rules: readonly Draft[];
  readonly combine: Policy["combine"];
  /** The mode that the file states or implies. */
  readonly mode: Mode | null;
  readonly settings: Partial<Settings>;
  readonly tools: Named<Tool>;
  readonly classify: readonly Classification[];
  readonly budgets: readonly PlacedBudget[];
  readonly approvers: readonly PlacedApprover[];
  /** Built-in policies that the file includes. */
  readonly include: readonly Policy[];
  /** Null without a table `[evaluation]`. */
  readonly evaluation: Partial<Evaluation> | null;
  /** What the file holds when it is one of Cedar's. */
  readonly cedar: CedarDocument | null;
  /** What the file holds when it is an SBO3L document. */
  readonly sbo3l: Sbo3lDocument | null;
  /** Whom and what the file lists. */
  readonly lists: Lists;
}

const MODES: Readonly<Record<string, Mode>> = {
  yolo: "yolo",
  autoEdit: "autoEdit",
  autoedit: "autoEdit",
  auto_edit: "autoEdit",
  ask: "ask",
};

// Files are named on the command line, never by a file.
const readInclude: Read<Policy> = (value, pointer, reading) => {
  const name = readString(value, pointer, reading);
  if (name === undefined) return;
  if (Object.hasOwn(BUILT_INS, name)) return BUILT_INS[name];
  const message = `there is no built-in policy ${quoted(name)}`;
  const known = Object.keys(BUILT_INS).map(quoted).join(", ");
  const help = `known is ${known}; give several files to load them together`;
  return report(reading, pointer, { code: "policy.unknown_include", message, help });
};

const readEachRule = listOf(readRule);

const readRules: Read<readonly Draft[]> = (value, pointer, reading) => {
  if (!Array.isArray(value) || value.length <= MAX_RULES) return readEachRule(value, pointer, reading);
  return report(reading, pointer, {
    code: "policy.too_many_rules",
    message: `more than ${MAX_RULES} rules`,
    on: "key",
  });
};

const readTables = tableOf<Tables>("policy", {
  approval_mode: wordOf(MODES),
  strategy: wordOf<Policy["combine"]>({ first_match: "first_match", deny_overrides: "deny_overrides" }),
  include: oneOrMore(readInclude),
  evaluation: readEvaluation,
  rules: readRules,
  settings: readSettings,
  tools: readTools,
  classify: readClassify,
  budgets: listOf(readBudget),
  approvers: listOf(readApprover),
  ...LIST_TABLES,
});

/** Reads a parsed file; what is wrong with it is in the reading. */
export function readDocument(source: Source): PolicyDocument {
  const reading = startReading(source);
  const tables = isTable(source.value) ? (readTables(source.value, "", reading) ?? {}) : refuseShape(reading);
  const { rules = [], strategy: combine = "first_match", settings = {}, tools = [], classify = [] } = tables;
  const { include = [], evaluation = null, budgets = [], approvers = [] } = tables;
  const listed = { rules, tools, classify, budgets, approvers, include, lists: listsOf(tables) };
  return { ...emptyDocument(reading), combine, mode: modeOf(tables), settings, evaluation, ...listed };
}

/** A document of another kind: only what it says itself. */
export function emptyDocument(reading: Reading): PolicyDocument {
  return {
    reading,
    rules: [],
    combine: "deny_overrides",
    mode: null,
    settings: {},
    tools: [],
    classify: [],
    budgets: [],
    approvers: [],
    include: [],
    evaluation: null,
    cedar: null,
    sbo3l: null,
    lists: NO_LISTS,
  };
}

function refuseShape(reading: Reading): Partial<Tables> {
  report(reading, "", { code: "policy.unknown_format", message: "a policy is a table of tables, such as `rules`" });
  return {};
}

/** A file with rules about tools, even disabled ones, or without any content, implies Radium's default mode. */
function modeOf({ approval_mode, rules = [], ...others }: Partial<Tables>): Mode | null {
  if (approval_mode !== undefined) return approval_mode;
  const isEmpty = rules.length === 0 && Object.keys(others).length === 0;
  return isEmpty || rules.some(({ about }) => about === "tool") ? "ask" : null;
}
