import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PRESETS } from "../../src/cli/preset/table.ts";
import { checkPolicies, decide, loadPolicies } from "../../src/index.ts";
import type { Diagnostic } from "../../src/kernel/diagnostic.ts";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const RULE = `[[rules]]
name = "Allow reading"
action = "allow"
tool_pattern = "read_*"
`;

describe("presets", () => {
  test.each(PRESETS.map(({ name, load }) => ({ name, load })))("$name loads without a word", async ({ load }) => {
    const { text } = await load();
    const { snapshot, diagnostics } = checkPolicies([{ name: "policy.toml", text }]);
    expect(diagnostics).toEqual([]);
    expect(snapshot).not.toBeNull();
  });

  const tool = (name: string, ...args: string[]) => ({ kind: "tool", tool: name, args });
  const pay = (amount: string) => ({ kind: "action", action: "ACTION_PAYMENT_INITIATE", amount, currency: "USD" });

  test.each([
    ["coding", tool("read_file", "a.txt"), "allow"],
    ["coding", tool("write_file", "a.txt"), "ask"],
    ["coding", tool("run_terminal_cmd", "rm -rf /"), "deny"],
    ["coding", tool("run_terminal_cmd", "git status"), "allow"],
    ["coding", tool("run_terminal_cmd", "git status; rm -rf /"), "deny"],
    ["coding", tool("read_file", ".env"), "deny"],
    ["coding", tool("mcp_server1_do"), "ask"],
    ["payments", pay("100"), "allow"],
    ["payments", pay("100.01"), "deny"],
    ["payments", { kind: "action", action: "ACTION_PAYMENT_APPROVE" }, "ask"],
    ["payments", { kind: "action", action: "ACTION_PAYMENT_QUERY" }, "allow"],
    ["strict", tool("read_file", "a.txt"), "allow"],
    ["strict", tool("read_file", "../a.txt"), "deny"],
    ["strict", tool("WebFetch", "http://example.org"), "deny"],
    ["strict", tool("http_get", "http://example.org"), "deny"],
    ["strict", tool("write_file", "a.txt"), "ask"],
    ["yolo-with-guards", tool("run_terminal_cmd", "make"), "allow"],
    ["yolo-with-guards", tool("run_terminal_cmd", "make && sudo make install"), "deny"],
    ["yolo-with-guards", tool("run_terminal_cmd", "git push"), "ask"],
    ["yolo-with-guards", tool("run_terminal_cmd", "git push --force"), "deny"],
  ])("%s: %j is %s", async (name, call, expected) => {
    const preset = PRESETS.find((each) => each.name === name);
    const text = (await preset?.load())?.text ?? "";
    expect(decide(call, loadPolicies([{ name: "policy.toml", text }])).decision).toBe(expected);
  });
});

describe("writ init", () => {
  test("writes a policy that validates", async () => {
    expect(await world.run(["init"])).toMatchObject({ code: 0, out: expect.stringContaining("policy.toml") });
    expect(await world.run(["validate"])).toMatchObject({ code: 0 });
  });

  test("does not overwrite without --force", async () => {
    world.write("policy.toml", "# mine");
    expect(await world.run(["init"])).toMatchObject({ code: 2, out: "" });
    expect(readFileSync(join(world.root, "policy.toml"), "utf8")).toBe("# mine");
    expect(await world.run(["init", "--force", "--preset", "payments"])).toMatchObject({ code: 0 });
    expect(readFileSync(join(world.root, "policy.toml"), "utf8")).toContain("ACTION_PAYMENT_INITIATE");
  });

  test("never writes through a link", async () => {
    const outside = world.write("outside/target.toml", "# theirs");
    world.write("in/x", "");
    symlinkSync(outside, join(world.root, "in/policy.toml"));
    const cwd = join(world.root, "in");
    expect((await world.run(["init"], { cwd })).code).toBe(2);
    expect((await world.run(["init", "-f"], { cwd })).code).toBe(0);
    expect(readFileSync(outside, "utf8")).toBe("# theirs");
    expect((await world.run(["list"], { cwd })).code).toBe(0);
  });

  test("knows its presets", async () => {
    const { code, err } = await world.run(["init", "--preset", "codin"]);
    expect(code).toBe(2);
    expect(err).toContain("did you mean `coding`?");
    expect(existsSync(join(world.root, "policy.toml"))).toBe(false);
  });
});

describe("writ list", () => {
  test("prints every rule with its source", async () => {
    world.write("policy.toml", `approval_mode = "ask"\n${RULE}`);
    const { code, out } = await world.run(["list"]);
    expect(code).toBe(0);
    expect(out).toContain("1. Allow reading");
    expect(out).toContain("policy.toml:2");
    expect(out).not.toContain("\u001b");
  });

  test("--json has Radium's shape and more", async () => {
    world.write("policy.toml", `approval_mode = "ask"\n${RULE}`);
    const { out } = await world.run(["list", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      approval_mode: "ask",
      rule_count: 1,
      rules: [
        {
          name: "Allow reading",
          tool_pattern: "read_*",
          arg_pattern: null,
          action: "allow",
          priority: "user",
          reason: null,
        },
      ],
    });
  });

  test("--verbose is tabs in a pipe, columns on a terminal", async () => {
    world.write("policy.toml", RULE);
    expect((await world.run(["list", "-v"])).out).toContain("Allow reading\tallow\tuser\ttool read_*");
    const seen = await world.run(["list", "-v"], { terminal: true });
    expect(seen.out).not.toContain("\t");
    expect(seen.out).toContain("\u001b[1m");
  });

  test("shows hostile names as what they are", async () => {
    world.write("policy.toml", RULE.replace("Allow reading", "a\\u001b[2J\\u202eb"));
    for (const words of [["list"], ["list", "-v"], ["list", "--json"]]) {
      const { out } = await world.run(words, { terminal: true, env: { NO_COLOR: "1" } });
      expect(out).toMatch(/^[\n -\u007e]*$/);
    }
  });

  test("without a policy is exit 4", async () => {
    const { code, out, err } = await world.run(["list", "--json"]);
    expect([code, JSON.parse(out)]).toEqual([4, { approval_mode: null, rules: [], file_exists: false }]);
    expect(err).toContain("no policy");
  });
});

describe("writ validate", () => {
  test("says everything that is wrong, with places", async () => {
    world.write("policy.toml", `${RULE}\nlimt = 3\n[[rules]]\ntool_pattern = "a"\naction = "maybe"\n`);
    const { code, out, err } = await world.run(["validate"]);
    expect(code).toBe(4);
    expect(out).toMatch(/^invalid: [2-9] errors/);
    expect(err).toMatch(/policy\.toml:6:\d+: error: /);
    expect(err).toMatch(/policy\.toml:9:\d+: error: /);
  });

  test("--file reads that file only", async () => {
    world.write("policy.toml", "broken");
    world.write("other.toml", RULE);
    const { code, out } = await world.run(["validate", "--file", "other.toml", "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { valid: true, files: ["other.toml"], rule_count: 1, diagnostics: [] },
    ]);
  });

  test.each([["missing.toml"], ["."]])("--file %s is exit 4", async (file) => {
    const { code, out } = await world.run(["validate", "-f", file, "--json"]);
    expect([code, JSON.parse(out).valid]).toEqual([4, false]);
  });

  test("escapes what a policy says", async () => {
    world.write("policy.toml", `"\\u001b[31m\u202e" = 1\n`);
    const { code, err } = await world.run(["validate"]);
    expect(code).toBe(4);
    expect(err).toMatch(/^[\n -\u007e]*$/);
  });

  test("warns of rules that are hardly meant, among what loading found, by line", async () => {
    world.write(
      "policy.toml",
      `${RULE}\n${RULE}arg_pattern = " a"\n[[rules]]\naction = "X"\nlimit = 1\neffect = "ask"\n`,
    );
    const { code, out } = await world.run(["validate", "--json"]);
    const { valid, diagnostics } = JSON.parse(out);
    expect([code, valid]).toEqual([0, true]);
    expect(diagnostics.map((each: Diagnostic) => [each.line, each.code, each.severity])).toEqual([
      [6, "lint.hidden_rule", "warning"],
      [10, "rule.blank_in_pattern", "warning"],
      [13, "rule.limit_without_currency", "warning"],
    ]);
  });

  test("does not lint while loading for anything else", async () => {
    world.write("policy.toml", RULE + RULE);
    expect((await world.run(["check", "read_file", "a"])).err).toBe("");
  });
});

describe("writ validate --sarif", () => {
  /** Required by the schema of SARIF 2.1.0: version, runs, tool.driver.name, message, rule ids; URIs; positions from 1. */
  function checkSarif(text: string) {
    const log = JSON.parse(text);
    expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0.json") });
    expect(log.runs).toHaveLength(1);
    const [{ tool, results, columnKind }] = log.runs;
    expect(tool.driver).toMatchObject({ name: "writ", version: expect.stringMatching(/^\d/) });
    expect(columnKind).toBe("utf16CodeUnits");
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const rule of tool.driver.rules) {
      expect(rule.shortDescription.text).toMatch(/^[a-z].*[^.]$/);
      expect(["error", "warning"]).toContain(rule.defaultConfiguration.level);
    }
    for (const result of results) {
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      expect(["error", "warning"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      for (const { physicalLocation } of result.locations) {
        expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w./:%~!'()*-]+$/);
        const { startLine = 1, startColumn = 1 } = physicalLocation.region ?? {};
        expect(Math.min(startLine, startColumn)).toBeGreaterThan(0);
      }
    }
    return { ids, results };
  }

  test("- is standard output, with a rule for every code and a result for every diagnostic", async () => {
    world.write("a b.toml", `${RULE}\nlimt = 3\n[[rules]]\ntool_pattern = "a"\naction = "maybe"\n`);
    const { code, out } = await world.run(["validate", "--file", "a b.toml", "--sarif", "-"]);
    expect(code).toBe(4);
    const { ids, results } = checkSarif(out);
    expect(ids).toEqual(["rule.unknown_key", "value.unknown_word"]);
    expect(results[0]).toMatchObject({
      ruleId: "rule.unknown_key",
      level: "error",
      message: { text: "unknown key `limt` (did you mean `limit`?)" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "a%20b.toml" }, region: { startLine: 6 } } }],
    });
  });

  test("FILE is written beside the text", async () => {
    world.write("policy.toml", RULE + RULE);
    const { code, out } = await world.run(["validate", "--sarif", "findings.sarif"]);
    expect([code, out]).toEqual([0, expect.stringContaining("valid: policy.toml: 2 rules")]);
    const { ids } = checkSarif(readFileSync(join(world.root, "findings.sarif"), "utf8"));
    expect(ids).toEqual(["lint.hidden_rule"]);
  });

  test("holds nothing but a run when nothing is wrong, and the whole file when no place is known", async () => {
    world.write("policy.toml", RULE);
    expect(checkSarif((await world.run(["validate", "--sarif", "-"])).out)).toEqual({ ids: [], results: [] });
    const { out } = await world.run(["validate", "-f", "no.toml", "--sarif", "-"]);
    expect(checkSarif(out).results[0].locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: "no.toml" } } },
    ]);
  });

  test.each([[["--json", "--sarif", "-"]], [["--sarif", "no/such/place"]]])("%j is wrong usage", async (words) => {
    world.write("policy.toml", RULE);
    expect((await world.run(["validate", ...words])).code).toBe(2);
  });
});
