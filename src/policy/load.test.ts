import { readFileSync } from "node:fs";
import { expect, it, describe as suite } from "vitest";
import type { Decision } from "../kernel/decision.ts";
import { type Diagnostic, describe, PolicyError } from "../kernel/diagnostic.ts";
import type { Condition, Rule, Snapshot } from "../kernel/rule.ts";
import { sha256 } from "../sha256/node.ts";
import { checkPolicies, type LoadOptions, loadPolicies, type PolicyFile } from "./load.ts";

const ALLOWED: Decision = {
  decision: "allow",
  status: "ALLOWED",
  deny_code: null,
  deny_detail: null,
  policy_snapshot_hash: "0x",
  matched_rules: [],
  reasons: [],
  near_misses: [],
  errors: [],
  approvals: null,
  constraints: null,
};
const ports = { sha256, judge: (): Decision => ALLOWED };

function load(files: Readonly<Record<string, string>>, options: LoadOptions = {}): Snapshot {
  return loadPolicies(filesOf(files), options, ports);
}

function filesOf(files: Readonly<Record<string, string>>): readonly PolicyFile[] {
  return Object.entries(files).map(([name, text]) => ({ name, text }));
}

function rulesOf(text: string, name = "policy.toml"): readonly Rule[] {
  return load({ [name]: text }).policies.flatMap(({ rules }) => rules);
}

function conditionsOf(keys: string): readonly Condition[] {
  return rulesOf(`[[rules]]\naction = "allow"\n${keys}\n`).flatMap(({ when }) => when);
}

function problemsOf(files: Readonly<Record<string, string>>, options: LoadOptions = {}): readonly string[] {
  return checkPolicies(filesOf(files), options, ports).diagnostics.map(describe);
}

function seed(path: string): string {
  return readFileSync(new URL(`../../vectors/policy/${path}`, import.meta.url), "utf8");
}

suite("the seeds' own examples", () => {
  it("load word for word, in the order in which the rules are tried", () => {
    const { policies, mode } = load({ "policy.toml": seed("radium/safe-default.toml") });
    expect(mode).toBe("ask");
    expect(policies).toEqual([
      {
        source: "policy.toml",
        about: "tool",
        combine: "first_match",
        rules: [
          {
            id: "Deny dangerous shell commands",
            effect: "deny",
            tier: "admin",
            when: [
              { kind: "glob", field: "tool", pattern: "run_terminal_cmd" },
              { kind: "glob", field: "args", pattern: "rm -rf *" },
            ],
            line: 17,
            reason: "Prevent accidental deletion",
            code: null,
          },
          {
            id: "Allow safe file operations",
            effect: "allow",
            tier: "user",
            when: [{ kind: "glob", field: "plain", pattern: "read_*" }],
            line: 3,
            reason: "Safe read operations are always allowed",
            code: null,
          },
          {
            id: "Require approval for file writes",
            effect: "ask",
            tier: "user",
            when: [{ kind: "glob", field: "tool", pattern: "write_*" }],
            line: 10,
            reason: "File writes require user approval",
            code: null,
          },
        ],
      },
    ]);
  });

  it("lower a limit to its exact decimal, and imply no mode", () => {
    const { policies, mode } = load({ "policy.toml": seed("imara/multi-tenant.toml") });
    expect(mode).toBeNull();
    expect(policies.map(({ about, combine }) => [about, combine])).toEqual([["action", "deny_overrides"]]);
    expect(policies[0]?.rules[1]).toEqual({
      id: "policy#2",
      effect: "allow",
      tier: "user",
      when: [
        { kind: "equal", field: "action", value: "ACTION_PAYMENT_INITIATE" },
        { kind: "equal", field: "tenant", value: "nova-pay" },
        { kind: "equal", field: "currency", value: "USD" },
        { kind: "at_most", field: "amount", value: "5000" },
      ],
      line: 7,
      reason: null,
      code: null,
    });
  });

  it.each([
    "radium/basic-structure.toml",
    "radium/argument-patterns.toml",
    "radium/enterprise-security.toml",
    "imara/structure.toml",
  ])("%s has no diagnostics", (path) => {
    expect(problemsOf({ "policy.toml": seed(path) })).toEqual([]);
  });
});

suite("a rule about tools", () => {
  it.each<[string, readonly Condition[]]>([
    ['tool_pattern = "read_*"', [{ kind: "glob", field: "plain", pattern: "read_*" }]],
    ['tool_pattern = "*"', [{ kind: "glob", field: "tool", pattern: "*" }]],
    ['tool_pattern = "github/*"', [{ kind: "glob", field: "tool", pattern: "github/*" }]],
    ['tool = "read_file"', [{ kind: "equal", field: "tool", value: "read_file" }]],
    ['tool = ["a", "b"]', [{ kind: "one_of", field: "tool", values: ["a", "b"] }]],
    ['server = "github"', [{ kind: "equal", field: "server", value: "github" }]],
    [
      'tool_pattern = "create_*"\nserver = ["github", "gitlab"]',
      [
        { kind: "one_of", field: "server", values: ["github", "gitlab"] },
        { kind: "glob", field: "name", pattern: "create_*" },
      ],
    ],
    [
      'tool = "create_issue"\nserver = "github"',
      [
        { kind: "equal", field: "server", value: "github" },
        { kind: "equal", field: "name", value: "create_issue" },
      ],
    ],
    [
      'tool = "x"\narg_pattern = "a *"\n[rules.args]\npath = "src/*"\n"a.b" = ["c", "d"]\namount = { min = 0.10, max = 5 }',
      [
        { kind: "equal", field: "tool", value: "x" },
        { kind: "glob", field: "args", pattern: "a *" },
        { kind: "glob", field: "args.path", pattern: "src/*" },
        {
          kind: "or",
          of: [
            { kind: "glob", field: "args.a.b", pattern: "c" },
            { kind: "glob", field: "args.a.b", pattern: "d" },
          ],
        },
        { kind: "at_least", field: "args.amount", value: "0.1" },
        { kind: "at_most", field: "args.amount", value: "5" },
      ],
    ],
    [
      'tool = "x"\nvalid_from = 2026-01-01T01:00:00+01:00\nvalid_until = "2026-02-01T00:00:00Z"',
      [
        { kind: "equal", field: "tool", value: "x" },
        { kind: "since", value: "2026-01-01T00:00:00.000Z" },
        { kind: "until", value: "2026-02-01T00:00:00.000Z" },
      ],
    ],
    [
      'tool = "x"\nvalid_from = 2026-01-01 00:00z',
      [
        { kind: "equal", field: "tool", value: "x" },
        { kind: "since", value: "2026-01-01T00:00:00.000Z" },
      ],
    ],
  ])("%s", (keys, when) => {
    expect(conditionsOf(keys)).toEqual(when);
  });

  it.each([
    ["allow", "allow"],
    ["deny", "deny"],
    ["ask_user", "ask"],
    ["askuser", "ask"],
    ["ask", "ask"],
  ])("has the effect of the word %s, in `action` or in `effect`", (word, effect) => {
    for (const key of ["action", "effect"])
      expect(rulesOf(`[[rules]]\n${key} = "${word}"\ntool = "x"\n`)[0]?.effect).toBe(effect);
  });

  it("is tried by tier, then in the order of the file", () => {
    const rule = (id: string, priority: string): string =>
      `[[rules]]\nid = "${id}"\npriority = "${priority}"\naction = "allow"\ntool = "x"\n`;
    const text =
      rule("d1", "default") + rule("u1", "user") + rule("a1", "admin") + rule("u2", "user") + rule("a2", "admin");
    expect(rulesOf(text).map(({ id }) => id)).toEqual(["a1", "a2", "u1", "u2", "d1"]);
  });

  it("combines as the file's strategy says, and rules about actions always by deny_overrides", () => {
    const text = 'strategy = "deny_overrides"\n[[rules]]\naction = "allow"\ntool = "x"\n[[rules]]\naction = "PAY"\n';
    expect(load({ "p.toml": text }).policies.map(({ about, combine }) => [about, combine])).toEqual([
      ["tool", "deny_overrides"],
      ["action", "deny_overrides"],
    ]);
  });
});

suite("a rule about actions", () => {
  it("denies when it has no effect", () => {
    expect(rulesOf('[[rules]]\naction = "PAY"\n')[0]?.effect).toBe("deny");
  });

  it("does not lower the limit of a deny, which would narrow it", () => {
    expect(
      rulesOf('[[rules]]\naction = "PAY"\nlimit = 5\ncurrency = "USD"\n')[0]?.when.map(({ kind }) => kind),
    ).toEqual(["equal", "equal"]);
  });

  it.each([
    ["10_000", "10000"],
    ["10.50", "10.5"],
    ["0.30000000000000000001", "0.30000000000000000001"],
    ["1_000.25 # a comment", "1000.25"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["0x10", "16"],
    ['"2.50"', "2.5"],
    ["0", "0"],
  ])("reads the limit %s exactly", (written, limit) => {
    const text = `[[rules]]\naction = "PAY"\neffect = "allow"\ncurrency = "USD"\nlimit = ${written}\n`;
    expect(rulesOf(text)[0]?.when.at(-1)).toEqual({ kind: "at_most", field: "amount", value: limit });
  });
});

suite("ids", () => {
  it("are explicit, else the name, else the file's stem and the rule's number", () => {
    const text =
      '[[rules]]\nid = "i"\nname = "n"\naction = "A"\n[[rules]]\nname = "n"\naction = "A"\n[[rules]]\naction = "A"\n';
    expect(rulesOf(text, "dir.d/team.toml").map(({ id }) => id)).toEqual(["i", "n", "team#3"]);
  });

  it("keep names apart from each other and from explicit ids", () => {
    const named = (key: string, value: string): string => `[[rules]]\n${key} = "${value}"\naction = "A"\n`;
    const text = named("name", "x") + named("name", "x") + named("id", "x~2") + named("name", "x");
    expect(rulesOf(text).map(({ id }) => id)).toEqual(["x", "x~3", "x~2", "x~4"]);
  });

  it("count disabled rules, which are not lowered", () => {
    const text = '[[rules]]\nenabled = false\naction = "A"\n[[rules]]\naction = "A"\n';
    expect(rulesOf(text).map(({ id }) => id)).toEqual(["policy#2"]);
  });

  it("may not be given twice, in whatever files", () => {
    const text = '[[rules]]\naction = "A"\nid = "x"\n';
    expect(problemsOf({ "a.toml": text, "b.toml": `\n${text}` })).toEqual([
      "b.toml:4:6: error: the id `x` is taken by the rule at a.toml:1 (give every rule its own id)",
    ]);
  });
});

suite("the mode", () => {
  it.each([
    ["stated", { "a.toml": 'approval_mode = "yolo"' }, "yolo"],
    ["spelt as Radium's parser does", { "a.toml": 'approval_mode = "autoedit"' }, "autoEdit"],
    ["spelt as settings do", { "a.toml": 'approval_mode = "auto_edit"' }, "autoEdit"],
    ["implied by rules about tools", { "a.toml": '[[rules]]\naction = "allow"\ntool = "x"' }, "ask"],
    ["implied by an empty file", { "a.toml": "# nothing\n" }, "ask"],
    ["not implied by rules about actions", { "a.toml": '[[rules]]\naction = "A"' }, null],
    ["not implied by settings", { "a.toml": "[settings]\nheadless = true" }, null],
    [
      "the strictest of all",
      {
        "a.toml": 'approval_mode = "yolo"',
        "b.toml": 'approval_mode = "autoEdit"',
        "c.toml": '[[rules]]\naction = "A"',
      },
      "autoEdit",
    ],
    ["not loosened by a file that states another", { "a.toml": 'approval_mode = "yolo"', "b.toml": "" }, "ask"],
  ])("is %s", (_, files, mode) => {
    expect(load(files as Record<string, string>).mode).toBe(mode);
  });
});

suite("settings and tables", () => {
  it("of several files add up", () => {
    const files = {
      "a.toml": '[settings]\nworkspace = "/w"\nprotected_paths = ["/a"]\n',
      "b.toml": '[settings]\nheadless = true\nprotected_paths = ["/a", "/b"]\n',
    };
    expect(load(files, { settings: { require_limits: true, headless: false } }).settings).toEqual({
      workspace: "/w",
      protected_paths: ["/a", "/b"],
      headless: true,
      require_limits: true,
      cedar_errors: "deny",
      cedar_validate_request: "strict",
    });
  });

  it("of two files may not contradict each other", () => {
    const files = { "a.toml": '[settings]\nworkspace = "/a"\n', "b.toml": '[settings]\nworkspace = "/b"\n' };
    expect(problemsOf(files)).toEqual([
      "b.toml:2:13: error: another file says that the workspace is `/a` (state it once)",
    ]);
  });

  it("lengths are whole seconds within bounds, and the least of several holds", () => {
    const files = { "a.toml": "[settings]\nask_ttl = 60\nclock_idle = 7\n", "b.toml": "[settings]\nask_ttl = 61\n" };
    expect(load(files).settings).toMatchObject({ ask_ttl: 60, clock_idle: 7 });
    const bounds = { ticket_ttl: 86_400, ask_ttl: 2_592_000, clock_tolerance: 86_400, clock_idle: 315_360_000 };
    for (const [name, most] of Object.entries(bounds)) {
      const of = (value: string) => ({ "a.toml": `[settings]\n${name} = ${value}\n` });
      expect(load(of(String(most))).settings).toMatchObject({ [name]: most });
      for (const bad of ["0", String(most + 1), "1.5", "-1", '"1h"'])
        expect(problemsOf(of(bad))).toEqual([expect.stringContaining(`a whole number of seconds from 1 to ${most} `)]);
    }
  });

  it("of a program are read as strictly", () => {
    const settings = { headles: true } as LoadOptions["settings"] & object;
    expect(problemsOf({ "a.toml": "" }, { settings })).toEqual([
      "settings: error: unknown key `headles` (did you mean `headless`?)",
    ]);
  });

  it("describe tools, with defaults for what is left out", () => {
    const text =
      '[tools.deploy]\n[tools."fs/write"]\ngroup = "edit"\npaths = ["to"]\n[tools.__proto__]\ngroup = "money"\n';
    const { tools } = load({ "a.toml": text });
    const none = { group: "other", capabilities: [], fields: [], paths: [], command: null, auto_edit: false };
    expect(Object.entries(tools)).toEqual([
      ["deploy", none],
      ["fs/write", { ...none, group: "edit", paths: ["to"], auto_edit: true }],
      ["__proto__", { ...none, group: "money" }],
    ]);
  });

  it("classify tools as actions", () => {
    const text =
      '[classify."bank/transfer"]\naction = "PAY"\namount = "sum"\ncurrency = "cur"\n[classify.pay]\nserver = "b"\naction = "PAY"\ncurrency_value = "USD"\n';
    const nothing = { amount: null, currency: null, currency_value: null, tenant: null };
    expect(load({ "a.toml": text }).classify).toEqual([
      { ...nothing, tool: "transfer", server: "bank", action: "PAY", amount: "sum", currency: "cur" },
      { ...nothing, tool: "pay", server: "b", action: "PAY", currency_value: "USD" },
    ]);
  });

  it("may not describe a tool in two files", () => {
    const text = '[tools.x]\ngroup = "shell"\n';
    expect(problemsOf({ "a.toml": text, "b.toml": text })).toEqual([
      "b.toml:1:1: error: `x` is already there, in `a.toml` (remove one of the two)",
    ]);
  });
});

suite("loading", () => {
  it("gives the same rules for the same document in JSON", () => {
    const text = seed("radium/enterprise-security.toml");
    const rules = rulesOf(text).map(({ line, ...rule }) => rule);
    const document = {
      approval_mode: "ask",
      rules: [
        [
          "Block all network operations",
          "admin",
          "deny",
          "http_*",
          undefined,
          "Enterprise policy: no external network access",
        ],
        [
          "Block file system operations outside workspace",
          "admin",
          "deny",
          "write_file",
          "../*",
          "Enterprise policy: workspace isolation",
        ],
        ["Allow safe operations", "user", "allow", "read_*"],
        ["Require approval for edits", "user", "ask_user", "write_*"],
      ].map(([name, priority, action, tool_pattern, arg_pattern, reason]) => {
        return { name, priority, action, tool_pattern, arg_pattern, reason };
      }),
    };
    const fromJson = rulesOf(JSON.stringify(document, null, 2), "policy.json");
    expect(fromJson.map(({ line, ...rule }) => rule)).toEqual(rules);
    expect(fromJson.map(({ line }) => line)).toEqual([4, 11, 19, 25]);
  });

  it("throws one error with everything that is wrong in all files", () => {
    const files = filesOf({
      "a.toml": "x = 1\n[[rules]]\naction = 'PAY'\nlimit = 1\n",
      "b.toml": "= 1\n",
      "c.json": "{",
    });
    const codes = (error: unknown): unknown =>
      error instanceof PolicyError && error.diagnostics.map(({ file, code }) => `${file} ${code}`);
    try {
      loadPolicies(files, {}, ports);
      expect.unreachable();
    } catch (error) {
      expect(codes(error)).toEqual([
        "a.toml policy.unknown_key",
        "a.toml rule.limit_on_deny",
        "b.toml toml.syntax",
        "c.json json.syntax",
      ]);
    }
  });

  it("hands warnings of policies that load to the caller", () => {
    const warnings: Diagnostic[] = [];
    load(
      { "a.toml": '[[rules]]\naction = "PAY"\neffect = "allow"\nlimit = 1\n' },
      { warn: (warning) => warnings.push(warning) },
    );
    expect(warnings.map(describe)).toEqual([
      "a.toml:4:9: warning: `limit` without `currency` bounds the amount in whatever currency the call names (add `currency`)",
    ]);
  });

  it("needs a file", () => {
    expect(problemsOf({})).toEqual([
      ": error: no policy was given (without a policy nothing is allowed; write a `policy.toml`)",
    ]);
  });

  it("refuses two files of one name", () => {
    const file = { name: "a.toml", text: "" };
    expect(checkPolicies([file, file], {}, ports).diagnostics.map(({ code }) => code)).toEqual([
      "policy.duplicate_file",
    ]);
  });

  it.each([
    ["[[rule]]\n", "a.toml:1:1: error: unknown key `rule` (did you mean `[[rules]]`?)"],
    ["[setings]\n", "a.toml:1:1: error: unknown key `setings` (did you mean `[settings]`?)"],
    [
      '[[rules]]\naction = "A"\napproval_mode = "ask"\n',
      "a.toml:3:1: error: `approval_mode` is a key of the whole file, but TOML made it a key of the last table above it (move it above the first `[[rules]]` header)",
    ],
    ['approval_mode = "aks"\n', "a.toml:1:17: error: unknown word `aks` (did you mean `ask`?)"],
    [
      'include = "strict"\n',
      "a.toml:1:11: error: there is no built-in policy `strict` (known is `builtin:agent-baseline`; give several files to load them together)",
    ],
    ["approval_mode = ask\n", "a.toml:1:17: error: invalid value"],
  ])("says what to do about %j", (text, problem) => {
    expect(problemsOf({ "a.toml": text })).toEqual([problem]);
  });
});

it("the example of docs/spec/policy.md loads", () => {
  const page = readFileSync(new URL("../../docs/spec/policy.md", import.meta.url), "utf8");
  const text = /```toml\n([^`]*)```/.exec(page)?.[1] ?? "no example";
  const judge = (): Decision => ({ ...ALLOWED, decision: "deny", deny_code: "policy.denied" });
  const { snapshot, diagnostics } = checkPolicies([{ name: "policy.toml", text }], {}, { sha256, judge });
  expect(diagnostics).toEqual([]);
  expect(snapshot?.policies.map(({ rules }) => rules.map(({ id }) => id))).toEqual([
    ["no-rm", "policy#2"],
    ["policy#3"],
  ]);
});

suite("the hash of a snapshot", () => {
  const text = 'approval_mode = "ask"\n';
  const { hash } = load({ "a.toml": text });

  it("is that of docs/spec/policy.md", () => {
    const sources = `[{"name":"a.toml","sha256":"${sha256(text)}"}]`;
    const settings =
      '{"cedar_errors":"deny","cedar_validate_request":"strict","headless":false,"protected_paths":[],"require_limits":false,"workspace":null}';
    expect(hash).toBe(`0x${sha256(`{"semantics":"writ/1","settings":${settings},"sources":${sources}}`)}`);
  });

  it.each([
    ["text", { "a.toml": `${text}\n` }, {}],
    ["names", { "b.toml": text }, {}],
    ["files", { "a.toml": text, "b.toml": text }, {}],
    ["settings", { "a.toml": text }, { settings: { headless: true } }],
  ])("changes with the %s", (_, files, options) => {
    expect(load(files as Record<string, string>, options).hash).not.toBe(hash);
  });

  it("changes with the order of the files", () => {
    expect(load({ "a.toml": text, "b.toml": text }).hash).not.toBe(load({ "b.toml": text, "a.toml": text }).hash);
  });
});
