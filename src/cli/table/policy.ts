/** Commands about policies, and about calls under them. */

import type { Command } from "../command.ts";
import {
  ARGS,
  AT,
  CALL,
  ENTITIES,
  JSON_OUTPUT,
  LEDGER_TENANT,
  MEMORY_STATE,
  POLICY,
  PRINCIPAL,
  SERVER,
  SESSION,
  SIGNING_KEY,
} from "../option.ts";
import { DEFAULT_PRESET, PRESETS } from "../preset/table.ts";

const ARGUMENT_NOTE =
  "Everything after TOOL is an argument, except the options below; after `--` everything is.\nPut `--` before arguments that you do not control.";

const VERDICT_NOTE =
  "The exit code is 0 for allow, 1 for deny, 3 for ask, 4 when the policy is invalid or there is none.";

export const POLICY_COMMANDS: readonly Command[] = [
  {
    name: "demo",
    summary: "a scripted agent day, offline, ten seconds",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [JSON_OUTPUT],
    examples: [{ line: "demo", says: "watch an agent work under a policy" }],
    load: () => import("../command/demo.ts"),
  },
  {
    name: "init",
    summary: "write a commented policy.toml",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [
      {
        name: "preset",
        value: "P",
        choices: PRESETS.map(({ name }) => name),
        summary: `what to begin with (default ${DEFAULT_PRESET})`,
      },
      { name: "force", short: "f", summary: "replace an existing policy.toml" },
      JSON_OUTPUT,
    ],
    examples: [
      { line: "init", says: "a policy for a coding agent" },
      { line: "init --preset payments", says: "a policy for an agent that pays" },
    ],
    load: () => import("../command/init.ts"),
  },
  {
    name: "list",
    summary: "the rules, in file order",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [{ name: "verbose", short: "v", summary: "as a table" }, POLICY, JSON_OUTPUT],
    examples: [
      { line: "list", says: "every rule with what it matches" },
      { line: "list --verbose | cut -f1,2", says: "names and effects, for other programs" },
    ],
    load: () => import("../command/list.ts"),
  },
  {
    name: "check",
    summary: "would this call be allowed?",
    usage: "TOOL [ARG…]",
    positionals: [{ name: "TOOL" }],
    accepts: "rest",
    options: [ARGS, SERVER, SESSION, PRINCIPAL, CALL, POLICY, ENTITIES, MEMORY_STATE, SIGNING_KEY, AT, JSON_OUTPUT],
    examples: [
      { line: "check read_file config.toml", says: "one argument" },
      { line: 'check run_terminal_cmd "rm -rf /tmp/test"', says: "a shell line is one argument" },
      { line: `check write_file --args '{"path":"a.txt"}' --json`, says: "named arguments, JSON answer" },
      { line: `check --call '{"kind":"action","action":"PAY"}'`, says: "any call, as one JSON document" },
    ],
    notes: [ARGUMENT_NOTE, VERDICT_NOTE],
    load: () => import("../command/check.ts"),
  },
  {
    name: "decide",
    summary: "decide calls, one JSON document a line",
    usage: "[FILE…]",
    positionals: [{ name: "FILE", path: true }],
    accepts: "many",
    options: [POLICY, ENTITIES, MEMORY_STATE, SIGNING_KEY, AT, JSON_OUTPUT],
    examples: [
      { line: "decide calls.ndjson", says: "one decision a line, in order" },
      { line: "decide --state .writ/state/writ.db < calls.ndjson", says: "recorded in the ledger" },
    ],
    notes: [
      "Reads standard input without FILE, or for `-`. A line that is no call is answered with a deny, `request.invalid`.\nThe exit code is 0 when every line was answered, whatever the answers are.",
    ],
    load: () => import("../command/decide.ts"),
  },
  {
    name: "explain",
    summary: "why: every rule reached, every condition, what would make it allowed",
    usage: "TOOL [ARG…]",
    positionals: [{ name: "TOOL" }],
    accepts: "rest",
    options: [
      PRINCIPAL,
      { name: "action", value: "NAME", summary: "what it wants to do, such as tool.execute" },
      { name: "resource", value: "ID", summary: "what it wants to do it to, such as tool:shell" },
      { name: "context", value: "JSON", summary: "the circumstances, a JSON object" },
      CALL,
      ARGS,
      SERVER,
      SESSION,
      POLICY,
      ENTITIES,
      MEMORY_STATE,
      LEDGER_TENANT,
      AT,
      JSON_OUTPUT,
    ],
    examples: [
      { line: 'explain run_terminal_cmd "rm -rf /"', says: "a tool call" },
      { line: "explain --principal user:ops --action tool.execute --resource tool:shell", says: "an access question" },
      {
        line: `explain --call '{"kind":"action","action":"ACTION_PAYMENT_INITIATE","amount":"5","currency":"USD"}'`,
        says: "any call",
      },
      {
        line: 'explain --state .writ/state/writ.db --principal agent:a run_terminal_cmd "make"',
        says: "by what a ledger says: budgets spent, freezes, approvals; nothing is written",
      },
    ],
    notes: [ARGUMENT_NOTE, VERDICT_NOTE],
    load: () => import("../command/explain.ts"),
  },
  {
    name: "validate",
    summary: "compile the policies and say everything that is wrong with them",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [
      { name: "file", short: "f", value: "F", path: true, summary: "this file only" },
      POLICY,
      ENTITIES,
      {
        name: "sarif",
        value: "FILE",
        path: true,
        summary: "write the findings as SARIF 2.1.0; `-` for standard output",
      },
      JSON_OUTPUT,
    ],
    examples: [
      { line: "validate", says: "the policies that hold here" },
      { line: "validate --file /path/to/policy.toml", says: "one file" },
      { line: "validate --sarif findings.sarif", says: "for a code host" },
    ],
    load: () => import("../command/validate.ts"),
  },
  {
    name: "test",
    summary: "run the tests of the policies, and see which rules they cover",
    usage: "[FILE|DIR…]",
    positionals: [{ name: "FILE", path: true }],
    accepts: "many",
    options: [
      POLICY,
      { name: "junit", value: "FILE", path: true, summary: "write a JUnit report too" },
      { name: "min-coverage", value: "PERCENT", summary: "fail when fewer rules decide a case" },
      JSON_OUTPUT,
    ],
    examples: [
      { line: "test", says: "every *.test.toml and *.test.json here" },
      { line: "test policies --min-coverage 90 --junit report.xml", says: "in a pipeline" },
    ],
    notes: [
      "A test file may name its `policy`; others are about `--policy`, or about the nearest policy upward from the file.\nThe exit code is 0 when all pass, 1 when one fails or too few rules are covered, 4 when a file is invalid.",
    ],
    load: () => import("../command/test.ts"),
  },
  {
    name: "diff",
    summary: "what another policy would change: rules, settings, decisions",
    usage: "OLD NEW",
    positionals: [{ name: "OLD", path: true }],
    accepts: "many",
    options: [
      { name: "calls", value: "FILE", path: true, summary: "decide these calls under both, one JSON document a line" },
      { name: "state", value: "FILE|URL", path: true, summary: "decide what this ledger recorded under both" },
      { name: "at", value: "RFC3339", summary: "decide the calls as of this time" },
      JSON_OUTPUT,
    ],
    examples: [
      { line: "diff policy.toml new.toml", says: "two files, or two directories" },
      { line: "diff policy.toml new.toml --state .writ/state/writ.db", says: "and what would have been answered else" },
    ],
    notes: ["The exit code is 0 when nothing differs, 1 when something does, 4 when a policy is invalid."],
    load: () => import("../command/diff.ts"),
  },
];
