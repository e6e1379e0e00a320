import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
  world.write("policy.toml", POLICY);
});
afterEach(() => world.remove());

const POLICY = `approval_mode = "ask"
[[rules]]
id = "no-rm"
priority = "admin"
action = "deny"
tool_pattern = "run_*"
arg_pattern = "rm -rf *"
reason = "Prevent accidental deletion"
[[rules]]
id = "git"
action = "allow"
tool_pattern = "run_*"
arg_pattern = "git *"
`;

const RM = `[[cases]]
name = "deletion is denied"
call = { kind = "tool", tool = "run_terminal_cmd", args = ["sudo rm -r -f /tmp/x"] }
expect = "deny"
rule = "no-rm"
code = "policy.denied"
reason = "accidental"
`;

const GIT = `[[cases]]
name = "git is <free>"
call = { kind = "tool", tool = "run_terminal_cmd", args = ["git status"] }
expect = "allow"
`;

describe("writ test", () => {
  test("passes when every call is answered as expected", async () => {
    world.write("policy.test.toml", RM + GIT);
    const { code, out, err } = await world.run(["test"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("pass  deny      deny   deletion is denied");
    expect(out).toContain("passed: 2 passed, 0 failed; 2 of 2 rules decide a case (100 %)");
  });

  test("says of a failure what was decided, by which rule, and where the case stands", async () => {
    world.write("policy.test.toml", RM + GIT.replace('"allow"', '"deny"\ncode = "policy.frozen"'));
    const { code, out } = await world.run(["test"]);
    expect(code).toBe(1);
    expect(out).toContain("failed: git is <free>");
    expect(out).toContain("the answer should be `deny` but is `allow`");
    expect(out).toContain("the code should be `policy.frozen` but is none");
    expect(out).toContain("decided: allow by `git` (policy.toml:9)");
    expect(out).toContain("policy.test.toml:8");
  });

  test("--json holds everything, with the rules that decided nothing", async () => {
    world.write("policy.test.toml", GIT);
    const { code, out } = await world.run(["test", "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      {
        passed: 1,
        failed: 0,
        valid: true,
        files: [{ file: "policy.test.toml", policies: ["policy.toml"], cases: [{ passed: true, line: 1 }] }],
        coverage: {
          percent: 50,
          rules: [
            { rule: "no-rm", source: "policy.toml:2", decided: 0 },
            { rule: "git", source: "policy.toml:9", decided: 1 },
          ],
        },
      },
    ]);
  });

  test("--min-coverage fails when too few rules decide a case", async () => {
    world.write("policy.test.toml", GIT);
    expect((await world.run(["test", "--min-coverage", "50"])).code).toBe(0);
    const { code, out } = await world.run(["test", "--min-coverage", "50.1"]);
    expect(code).toBe(1);
    expect(out).toContain("policy.toml:2  no-rm");
    expect((await world.run(["test", "--min-coverage", "101"])).code).toBe(2);
  });

  test("--junit writes a report that build servers read", async () => {
    world.write("policy.test.toml", RM + GIT.replace('"allow"', '"deny"'));
    world.write("broken.test.toml", "[[cases]]\n");
    const { code } = await world.run(["test", "--junit", "report.xml"]);
    expect(code).toBe(4);
    const xml = readFileSync(join(world.root, "report.xml"), "utf8");
    expect(xml).toContain('<testsuites name="writ test" tests="3" failures="1" errors="1">');
    expect(xml).toContain('<testcase name="git is &lt;free&gt;" classname="policy.test.toml"');
    expect(xml).toContain('<failure message="the answer should be `deny` but is `allow`">');
    expect(xml).toContain("broken.test.toml:1:1: the case has no `call`");
  });

  test("a test file names its policies, relative to itself", async () => {
    world.write("a/other.toml", POLICY.replace('"git *"', '"hg *"'));
    world.write("a/other.test.toml", `policy = ["other.toml"]\n${GIT.replace('"allow"', '"ask"')}`);
    const { code, out } = await world.run(["test", "a", "--json"]);
    expect([code, JSON.parse(out).files[0].policies]).toEqual([0, ["a/other.toml"]]);
  });

  test("a directory's tests may stand in its .writ/, beside the policies there", async () => {
    world.write("c/.writ/main.toml", POLICY);
    world.write("c/.writ/main.test.toml", GIT);
    world.write("c/deeper/other.test.toml", "broken");
    const { code, out } = await world.run(["test", "c", "--json"]);
    expect([code, JSON.parse(out).files]).toMatchObject([
      0,
      [{ file: "c/.writ/main.test.toml", policies: ["c/.writ/main.toml"] }],
    ]);
  });

  test("policies of one name in two directories are two", async () => {
    for (const place of ["a", "b"]) world.write(`${place}/policy.toml`, POLICY);
    world.write("a/x.test.toml", GIT);
    world.write("b/y.test.toml", RM);
    const { out } = await world.run(["test", "a", "b", "--json"]);
    const { coverage, files } = JSON.parse(out);
    expect(files.map((each: { policies: string[] }) => each.policies)).toEqual([["a/policy.toml"], ["b/policy.toml"]]);
    expect([coverage.covered, coverage.rules.length]).toEqual([2, 4]);
  });

  test("what is wrong with policies is said once, however many files test them", async () => {
    world.write("policy.toml", "[[rules]]\n");
    world.write("a.test.toml", GIT);
    world.write("b.test.toml", GIT);
    const { code, err } = await world.run(["test"]);
    expect([code, err.split("\n").length]).toEqual([4, 2]);
  });

  test("--policy is for files that name none, and tests stand beside it", async () => {
    world.write("a/other.toml", POLICY.replace('"git *"', '"hg *"'));
    world.write("a/x.test.toml", GIT.replace('"allow"', '"ask"'));
    expect((await world.run(["test", "--policy", "a/other.toml"])).code).toBe(0);
    expect((await world.run(["test", "a"])).code).toBe(1);
  });

  test("time comes from the case alone", async () => {
    world.write("policy.toml", `${POLICY}valid_from = 2027-01-01T00:00:00Z\n`);
    world.write("policy.test.toml", `${GIT}facts.at = "2027-06-01T00:00:00Z"\n${GIT.replace("allow", "ask")}`);
    expect((await world.run(["test"])).code).toBe(0);
  });

  test.each([
    ["policy.test.toml", "[[cases]]\nnmae = 1\n", "policy.test.toml:2:1: error: unknown key `nmae`"],
    ["policy.toml", "[[rules]]\n", "policy.toml:1"],
  ])("an invalid %s is exit 4", async (name, text, said) => {
    world.write("policy.test.toml", GIT);
    world.write(name, text);
    const { code, err } = await world.run(["test"]);
    expect(code).toBe(4);
    expect(err).toContain(said);
  });

  test("without tests it says how to write one", async () => {
    const { code, err } = await world.run(["test"]);
    expect(code).toBe(2);
    expect(err).toContain("no policy tests in `.`: write a `policy.test.toml`");
  });

  test("a file that is missing is exit 4", async () => {
    expect((await world.run(["test", "no.test.toml"])).code).toBe(4);
  });

  test("shows hostile names as what they are", async () => {
    world.write("policy.test.toml", GIT.replace("<free>", "\\u202e"));
    for (const words of [["test"], ["test", "--json"]]) {
      const { out } = await world.run(words, { terminal: true, env: { NO_COLOR: "1" } });
      expect(out).toMatch(/^[\n -~]*$/);
    }
  });
});
