import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
  world.write("old.toml", OLD);
  world.write("new.toml", NEW);
});
afterEach(() => world.remove());

const OLD = `approval_mode = "ask"
[[rules]]
id = "git"
action = "allow"
tool_pattern = "run_*"
arg_pattern = "git *"
`;

const NEW = `approval_mode = "ask"
[[rules]]
id = "git"
action = "ask"
tool_pattern = "run_*"
arg_pattern = "git *"
[[rules]]
id = "no-rm"
action = "deny"
tool_pattern = "run_*"
arg_pattern = "rm *"
`;

const call = (line: string) => JSON.stringify({ kind: "tool", tool: "run_terminal_cmd", args: [line] });
const CALLS = `${[call("git status"), call("rm x"), call("ls"), "no call"].join("\n")}\n\n`;

describe("writ diff", () => {
  test("says which rules were added, removed and changed, and in what", async () => {
    const { code, out } = await world.run(["diff", "old.toml", "new.toml"]);
    expect(code).toBe(1);
    expect(out).toContain("changed git (new.toml:2)\n  effect: allow → ask\n");
    expect(out).toContain("added no-rm (new.toml:7)\n  deny\n  tool matches `run_*`\n  args matches `rm *`\n");
    expect(out).toContain("rules: 1 added, 0 removed, 1 changed\n");
  });

  test("is exit 0 when nothing differs, for directories too", async () => {
    world.write("a/policy.toml", OLD);
    world.write("b/policy.toml", `# a comment\n${OLD}`);
    expect(await world.run(["diff", "a", "b"])).toMatchObject({
      code: 0,
      out: "rules: 0 added, 0 removed, 0 changed\n",
      err: "",
    });
  });

  test("--calls decides calls under both, and shows those that would be answered else", async () => {
    world.write("calls.ndjson", CALLS);
    const words = ["diff", "old.toml", "new.toml", "--calls", "calls.ndjson"];
    const { code, out } = await world.run(words);
    expect(code).toBe(1);
    expect(out).toContain("decisions: 2 of 4 change\n");
    expect(out).toContain("1       allow (git)  ask (git)");
    const { decisions } = JSON.parse((await world.run([...words, "--json"])).out);
    expect(decisions.changed[1]).toEqual({
      number: 2,
      call: JSON.parse(call("rm x")),
      old: { decision: "ask", deny_code: null, matched_rules: [] },
      new: { decision: "deny", deny_code: "policy.denied", matched_rules: ["no-rm"] },
    });
    const piped = await world.run([...words.slice(0, -1), "-", "--json"], { stdin: CALLS });
    expect(JSON.parse(piped.out).decisions).toEqual(decisions);
  });

  test("--state decides what a ledger recorded", async () => {
    world.write("calls.ndjson", CALLS);
    const state = ["--state", "writ.db"];
    expect((await world.run(["decide", "calls.ndjson", "--policy", "old.toml", ...state])).code).toBe(0);
    const { code, out } = await world.run(["diff", "old.toml", "new.toml", ...state, "--json"]);
    const { decisions } = JSON.parse(out);
    expect(code).toBe(1);
    expect(decisions.calls).toBe(5);
    expect(decisions.changed.map((each: { call: unknown }) => JSON.stringify(each.call)).sort()).toEqual(
      [call("git status"), call("rm x")].map((text) => JSON.stringify(JSON.parse(text))).sort(),
    );
  });

  test("--at, or a call's own time, is when calls are decided", async () => {
    world.write("new.toml", `${OLD}valid_from = 2027-01-01T00:00:00Z\n`);
    world.write("calls.ndjson", `${call("git a")}\n${call("git b").replace("{", '{"at":"2027-06-01T00:00:00Z",')}\n`);
    const changed = async (...more: string[]) => {
      const { out } = await world.run(["diff", "old.toml", "new.toml", "--calls", "calls.ndjson", "--json", ...more]);
      return JSON.parse(out).decisions.changed.map((each: { number: number }) => each.number);
    };
    expect(await changed()).toEqual([1]);
    expect(await changed("--at", "2027-03-01T00:00:00Z")).toEqual([]);
  });

  test("an invalid policy is exit 4", async () => {
    world.write("new.toml", "[[rules]]\n");
    const { code, out, err } = await world.run(["diff", "old.toml", "new.toml"]);
    expect([code, out]).toEqual([4, ""]);
    expect(err).toContain("new.toml:1");
  });

  test.each([
    [["old.toml"]],
    [["old.toml", "new.toml", "old.toml"]],
    [["old.toml", "new.toml", "--calls", "no.ndjson"]],
    [["old.toml", "new.toml", "--calls", "a", "--state", "b"]],
    [["old.toml", "new.toml", "--state", "no.db"]],
    [["old.toml", "new.toml", "--at", "soon"]],
  ])("%j is wrong usage", async (words) => {
    expect((await world.run(["diff", ...words])).code).toBe(2);
  });

  test("shows hostile texts as what they are", async () => {
    world.write("new.toml", OLD.replaceAll("git", "\\u202e"));
    world.write("calls.ndjson", `${call("git \u202e\u001b[2J")}\n`);
    const { out } = await world.run(["diff", "old.toml", "new.toml", "--calls", "calls.ndjson"]);
    expect(out).toMatch(/^[\n -~→…]*$/);
  });
});
