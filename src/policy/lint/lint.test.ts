import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PRESETS } from "../../cli/preset/table.ts";
import { decide, loadPolicies } from "../../index.ts";
import { KNOWN_TOOLS } from "../../intent/tool-table.ts";
import type { Condition, Rule, Snapshot } from "../../kernel/rule.ts";
import { runLints } from "./lint.ts";
import { LINTS } from "./table.ts";

function lintSnapshot(snapshot: Snapshot) {
  return runLints(LINTS, { snapshot, tools: KNOWN_TOOLS, judge: (call, under) => decide(call, under) });
}

const lint = (text: string) => lintSnapshot(loadPolicies([{ name: "policy.toml", text }]));

/** The lines on which lints of one code stand. */
const linesOf = (code: string, text: string) =>
  lint(text)
    .filter((each) => each.code === code)
    .map(({ line }) => line);

/** A rule of three lines and what is added. */
const rule = (action: string, tool_pattern: string, more = "") =>
  `[[rules]]\naction = "${action}"\ntool_pattern = "${tool_pattern}"${more === "" ? "" : `\n${more}`}\n`;

const payment = (effect: string, more: string) => `[[rules]]\naction = "PAY"\neffect = "${effect}"\n${more}\n`;

test("where denies override, a deny hides what is as narrow, wherever it stands", () => {
  const text = `strategy = "deny_overrides"\n${rule("allow", "read_a")}${rule("deny", "read_*")}`;
  expect(lint(text)).toMatchObject([
    { code: "lint.hidden_rule", line: 2, message: "`policy#2` (policy.toml:5) denies wherever this rule matches" },
  ]);
  const payments = payment("allow", 'tenant = "a"\ncurrency = "USD"') + payment("deny", 'currency = "USD"');
  expect(linesOf("lint.hidden_rule", payments)).toEqual([1]);
});

describe("a rule that an earlier one hides", () => {
  test.each([
    ["same effect", rule("deny", "*") + rule("deny", "read_*")],
    ["an allow below a deny", rule("deny", "*") + rule("allow", "read_file")],
    ["letters of another case below a deny", rule("deny", "Write*") + rule("allow", "WriteAll")],
    ["an ask below a deny", rule("deny", "run_*") + rule("ask", "run_*", 'arg_pattern = "rm *"')],
    ["wider arguments", rule("allow", "x", 'arg_pattern = "git *"') + rule("allow", "x", 'arg_pattern = "git st*"')],
    ["any argument", rule("allow", "x") + rule("allow", "x", 'args = { a = "b" }')],
    [
      "one of several globs",
      rule("allow", "x", 'args = { a = ["b*", "c*"] }') + rule("allow", "x", 'args = { a = ["bb", "cc"] }'),
    ],
    [
      "wider bounds",
      rule("allow", "x", "args = { n = { max = 10 } }") + rule("allow", "x", "args = { n = { max = 9.5 } }"),
    ],
    [
      "a window within",
      rule("allow", "x", "valid_until = 2027-01-01T00:00:00Z") +
        rule("allow", "x", "valid_until = 2026-01-01T00:00:00Z"),
    ],
    ["a list of tools", `${rule("allow", "read_*")}[[rules]]\naction = "allow"\ntool = ["read_a", "read_b"]\n`],
    ["a server's tools", `${rule("deny", "*")}[[rules]]\naction = "allow"\nserver = "github"\n`],
  ])("is found: %s", (_, text) => {
    const found = lint(text).filter(({ code }) => code === "lint.hidden_rule");
    expect(found).toEqual([expect.objectContaining({ severity: "warning", file: "policy.toml", column: 1 })]);
    expect(found[0]?.message).toContain("(policy.toml:1) answers first");
    expect(found[0]?.line).toBeGreaterThan(3);
  });

  test.each([
    ["the earlier one is narrower", rule("allow", "read_file") + rule("deny", "*")],
    ["other arguments", rule("allow", "x", 'arg_pattern = "git *"') + rule("allow", "x", 'arg_pattern = "hg *"')],
    ["the earlier one ends", rule("allow", "x", "valid_until = 2027-01-01T00:00:00Z") + rule("allow", "x")],
    ["an allow, where denies override", `strategy = "deny_overrides"\n${rule("allow", "*")}${rule("deny", "x")}`],
    ["another tenant", payment("deny", 'tenant = "a"') + payment("allow", 'tenant = "b"')],
    ["a higher priority", rule("deny", "*", 'priority = "default"') + rule("allow", "x", 'priority = "admin"')],
    ["tools of servers below an allow of others", rule("allow", "git*") + rule("allow", "github/*")],
    ["an argument may be empty", rule("deny", "x", 'arg_pattern = "*"') + rule("allow", "x")],
    ["a disabled one", rule("deny", "*", "enabled = false") + rule("allow", "x")],
    ["an uneven class", rule("deny", "[!a]*") + rule("allow", "[!a]*")],
  ])("is not found: %s", (_, text) => {
    expect(linesOf("lint.hidden_rule", text)).toEqual([]);
  });

  test("is found once, and fast, among thousands", () => {
    const many = Array.from({ length: 4000 }, (_, i) => rule("allow", `tool_${i}`)).join("");
    expect(linesOf("lint.hidden_rule", many + rule("allow", "tool_7"))).toEqual([12_001]);
  });
});

describe("an exception below the allow it was meant to narrow", () => {
  test("is found at the exception, with the place of the allow", () => {
    const text = rule("allow", "run_*") + rule("deny", "run_*", 'arg_pattern = "rm -rf *"');
    expect(lint(text)).toEqual([
      {
        severity: "warning",
        code: "lint.late_exception",
        file: "policy.toml",
        line: 4,
        column: 1,
        message: "the wider allow `policy#1` (policy.toml:1) answers first, so that this deny stops nothing it names",
        help: 'move it above the allow, or give it `priority = "admin"`',
      },
    ]);
  });

  test.each([
    ["above the allow", rule("deny", "run_*", 'arg_pattern = "rm *"') + rule("allow", "run_*")],
    ["with priority", rule("allow", "run_*") + rule("deny", "run_*", 'arg_pattern = "rm *"\npriority = "admin"')],
    ["about the tools of a server", rule("allow", "git*") + rule("deny", "github/*")],
    ["wider than the allow", rule("allow", "read_*") + rule("ask", "*")],
  ])("is not found %s", (_, text) => {
    expect(linesOf("lint.late_exception", text)).toEqual([]);
  });
});

describe("conditions that exclude each other", () => {
  const both = (action: string, pattern: string, tool: string) =>
    `[[rules]]\naction = "${action}"\ntool_pattern = "${pattern}"\ntool = "${tool}"\n`;

  test.each([
    ["allow", "write_*", "read_file"],
    ["allow", "write_file", "read_file"],
    ["deny", "write_file", "read_file"],
    ["allow", "read_*", "Read_file"],
  ])("are found: %s %s and %s", (action, pattern, tool) => {
    expect(linesOf("lint.never_matches", both(action, pattern, tool))).toEqual([1]);
  });

  test.each([
    ["allow", "read_*", "read_file"],
    ["deny", "write_*", "read_file"],
    ["deny", "github/*", "create_issue"],
    ["deny", "mcp_*", "read_file"],
    ["deny", "read_*", "Read_file"],
  ])("are not found: %s %s and %s", (action, pattern, tool) => {
    expect(linesOf("lint.never_matches", both(action, pattern, tool))).toEqual([]);
  });

  test.each<readonly [string, readonly Condition[], boolean]>([
    [
      "bounds",
      [
        { kind: "at_least", field: "amount", value: "10" },
        { kind: "at_most", field: "amount", value: "9.5" },
      ],
      true,
    ],
    [
      "windows",
      [
        { kind: "since", value: "2027-01-01T00:00:00Z" },
        { kind: "until", value: "2026-01-01T00:00:00Z" },
      ],
      true,
    ],
    [
      "an and",
      [
        {
          kind: "and",
          of: [
            { kind: "equal", field: "tenant", value: "a" },
            { kind: "one_of", field: "tenant", values: ["b", "c"] },
          ],
        },
      ],
      true,
    ],
    [
      "two spellings of an argument",
      [
        { kind: "equal", field: "args", value: "a" },
        { kind: "equal", field: "args", value: "b" },
      ],
      false,
    ],
  ])("of any language: %s", (_, when, found) => {
    expect(lintSnapshot(withRule({ when })).map(({ code }) => code)).toEqual(found ? ["lint.never_matches"] : []);
  });
});

test("a kind of condition that lints do not know is not compared", () => {
  const base = loadPolicies([{ name: "policy.toml", text: rule("allow", "x") + rule("deny", "x") }]);
  const [policy] = base.policies;
  const someday = { kind: "someday", field: "tool", of: 7 } as unknown as Condition;
  const rules = policy?.rules.map((each) => ({ ...each, when: [someday, ...each.when] })) ?? [];
  const snapshot = { ...base, policies: policy === undefined ? [] : [{ ...policy, rules }] };
  const found = runLints(LINTS, { snapshot, tools: KNOWN_TOOLS, judge: (call) => decide(call, base) });
  // Each is as true as itself, so that the deny is below its allow all the same.
  expect(found.map(({ code }) => code)).toEqual(["lint.late_exception"]);
});

function withRule(over: Partial<Rule>): Snapshot {
  const base = loadPolicies([{ name: "policy.toml", text: rule("allow", "x") }]);
  const [policy] = base.policies;
  if (policy === undefined) throw new Error("no policy");
  return { ...base, policies: [{ ...policy, rules: policy.rules.map((each) => ({ ...each, ...over })) }] };
}

describe("a denied tool whose twins stay open", () => {
  test.each([
    [`approval_mode = "yolo"\n${rule("deny", "write_file")}`, 2, "`edit_file`"],
    [`approval_mode = "autoEdit"\n${rule("deny", "write_file")}`, 2, "`edit_file`"],
    [rule("deny", "Bash") + rule("allow", "run_*"), 1, "`run_terminal_cmd`"],
    [rule("deny", "Write") + rule("allow", "*Edit"), 1, "`Edit`, `MultiEdit`, `NotebookEdit`"],
  ])("is found: %j", (text, line, open) => {
    const found = lint(text).filter(({ code }) => code === "lint.open_twin");
    expect(found.map((each) => each.line)).toEqual([line]);
    expect(found[0]?.message).toContain(open);
  });

  test.each([
    [rule("deny", "write_file")],
    [`approval_mode = "yolo"\n${rule("deny", "run_terminal_cmd", 'arg_pattern = "rm *"')}`],
    [`approval_mode = "yolo"\n${rule("deny", "*")}`],
    [rule("deny", "Write") + rule("allow", "Edit", 'args = { file_path = "docs/*" }')],
  ])("is not found: %j", (text) => {
    expect(linesOf("lint.open_twin", text)).toEqual([]);
  });
});

describe("a misspelt tool", () => {
  test.each([
    ["read_flie", "read_file"],
    ["run_terminal_cmds2", "run_terminal_cmd"],
    ["bash_", "Bash"],
    ["write", "Write"],
  ])("%s gets %s as help", (name, meant) => {
    expect(lint(rule("allow", name))[0]?.help).toContain(`did you mean \`${meant}\`?`);
  });

  test.each([["my_tool"], ["read_files"], ["read_*"], ["deploy"]])("%s is a name of its own", (name) => {
    expect(lint(rule("allow", name))).toEqual([]);
  });

  test("is none when the policy describes it, or a server has it, or a deny spells it in another case", () => {
    expect(lint(`${rule("allow", "read_flie")}[tools.read_flie]\ngroup = "read"\n`)).toEqual([]);
    expect(lint('[[rules]]\naction = "allow"\nserver = "a"\ntool = "read_flie"\n')).toEqual([]);
    expect(lint(rule("deny", "WRITE"))).toEqual([]);
  });
});

describe("no false alarm", () => {
  const folder = join(import.meta.dirname, "../../../vectors");
  const files = ["policy/radium", "policy/imara", "tool/base"].flatMap((each) =>
    readdirSync(join(folder, each))
      .filter((name) => name.endsWith(".toml"))
      .map((name) => join(folder, each, name)),
  );

  test.each(files)("in %s", (path) => {
    expect(lint(readFileSync(path, "utf8"))).toEqual([]);
  });

  test.each(PRESETS.map(({ name, load }) => ({ name, load })))("in the preset $name", async ({ load }) => {
    expect(lint((await load()).text)).toEqual([]);
  });
});
