import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeWorld, type World } from "./cli-world.ts";

const POLICY = `approval_mode = "ask"

[[rules]]
name = "Allow reading"
action = "allow"
tool_pattern = "read_*"
reason = "Reading changes nothing"

[[rules]]
name = "Deny deletion"
priority = "admin"
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "rm -rf *"
reason = "Prevent accidental deletion"

[[rules]]
name = "Small payments"
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = 100
currency = "USD"
`;

let world: World;
beforeEach(() => {
  world = makeWorld();
  world.write("policy.toml", POLICY);
});
afterEach(() => world.remove());

const jsonLines = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("writ check", () => {
  test.each([
    [["read_file", "config.toml"], 0, "ALLOW"],
    [["run_terminal_cmd", "rm -rf /tmp/test"], 1, "DENY"],
    [["write_file", "test.txt"], 3, "ASK"],
    [["run_terminal_cmd", "rm", "-rf", "/tmp/test"], 1, "DENY"],
    [["run_terminal_cmd", "--", "rm", "-rf", "--json"], 1, "DENY"],
    [["read_file", "--help"], 0, "ALLOW"],
    [["write_file", "--args", '{"path":"a"}'], 3, "ASK"],
    [["read_file", "--args=[]"], 0, "ALLOW"],
  ])("%j is exit %i", async (words, code, verdict) => {
    const ran = await world.run(["check", ...words]);
    expect([ran.code, ran.out.split(" ")[0], ran.err]).toEqual([code, verdict, ""]);
  });

  test("says rule, source, code and what to do next", async () => {
    const { out } = await world.run(["check", "run_terminal_cmd", "rm -rf /tmp/x"]);
    for (const part of ["Prevent accidental deletion", "Deny deletion", "policy.toml:9", "policy.denied", "0x"]) {
      expect(out).toContain(part);
    }
    expect(out).toContain("try: writ explain run_terminal_cmd 'rm -rf /tmp/x'");
  });

  test("--json after the arguments prints the decision", async () => {
    const { code, out } = await world.run(["check", "write_file", "test.txt", "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      id: "d-2",
      decision: "ask",
      status: "PENDING_APPROVAL",
      deny_code: null,
      request_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      policy_snapshot_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      reservations: [],
      entry: { seq: 2, hash: expect.any(String) },
    });
  });

  test("principal, session and server belong to the call", async () => {
    const policy = `[[rules]]\nname = "one"\naction = "allow"\nserver = "github"\ntool = "create_issue"\n`;
    world.write("policy.toml", policy);
    const call = ["check", "create_issue", "--principal", "agent:a", "--session", "s1"];
    expect((await world.run([...call, "--server", "github"])).code).toBe(0);
    expect((await world.run([...call, "--server", "other"])).code).toBe(3);
  });

  test("--at decides as of that time", async () => {
    world.write("policy.toml", `${POLICY}\nvalid_until = 2027-01-01T00:00:00Z\n`);
    const call = [
      "explain",
      "--call",
      '{"kind":"action","action":"ACTION_PAYMENT_INITIATE","amount":"5","currency":"USD"}',
    ];
    expect((await world.run(call)).code).toBe(0);
    expect((await world.run([...call, "--at", "2027-01-01T00:00:00Z"])).code).toBe(1);
  });

  test.each([
    [["read_file", "--at", "yesterday"], "not an RFC 3339 time"],
    [["read_file", "--at", "2027-01-01T00:00:00Z", "--state", "x.db"], "`--state memory` only"],
    [["read_file", "a", "--args", "[]"], "either in `--args` or after the tool"],
    [["read_file", "--args", "{nope"], "not JSON"],
  ])("%j is wrong usage", async (words, message) => {
    const { code, err } = await world.run(["check", ...words]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("without a policy everything is denied, exit 4", async () => {
    world.remove();
    world = makeWorld();
    const { code, out, err } = await world.run(["check", "read_file", "--json"]);
    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ decision: "deny", deny_code: "policy.invalid" });
    expect(err).toContain("no policy");
  });

  test("with one broken policy of two everything is denied, exit 4", async () => {
    const broken = world.write("broken.toml", "[[rules]]\naction = 3\n");
    const { code, out, err } = await world.run(["check", "--policy", "policy.toml", "--policy", broken, "read_file"]);
    expect([code, out.slice(0, 4)]).toEqual([4, "DENY"]);
    expect(err).toMatch(/broken\.toml:2:\d+: error/);
  });

  test("a link to the policy is the policy, in check as in explain", async () => {
    symlinkSync("policy.toml", join(world.root, "notes.txt"));
    for (const command of ["check", "explain"]) {
      const { code, out } = await world.run([command, "write_file", "notes.txt"]);
      expect([code, out]).toEqual([1, expect.stringContaining("which Writ depends on")]);
    }
  });

  test("nothing a call says reaches the terminal as it is", async () => {
    const hostile = "\u001b[2J\u202e\u0007\r\u009b";
    for (const words of [["check"], ["explain"]]) {
      for (const json of [[], ["--json"]]) {
        const { out, err } = await world.run([...words, ...json, `read_${hostile}`, hostile], {
          terminal: true,
          env: { NO_COLOR: "", TERM: "dumb" },
        });
        expect(`${out}${err}`).toMatch(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]*$/);
      }
    }
  });
});

describe("writ explain", () => {
  test("shows every rule about the tool, with conditions and places", async () => {
    const { code, out } = await world.run(["explain", "run_terminal_cmd", "rm -rf /"]);
    expect(code).toBe(1);
    expect(out).toContain("Deny deletion (admin, policy.toml:9) ← decides");
    expect(out).toContain("matches `rm -rf *`: it is `rm -rf /`");
  });

  test("says what would make it allowed", async () => {
    const call = '{"kind":"action","action":"ACTION_PAYMENT_INITIATE","amount":"250","currency":"USD"}';
    const { code, out } = await world.run(["explain", "--call", call]);
    expect(code).toBe(1);
    expect(out).toContain("if amount <= 100: allowed by Small payments (policy.toml:17)");
  });

  test("answers access questions", async () => {
    const question = ["--principal", "user:ops", "--action", "tool.execute", "--resource", "tool:read_file"];
    const { code, out } = await world.run(["explain", ...question, "--context", "{}", "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { decision: { decision: "allow" }, parts: [{ subject: "read_file", answer: "allow" }] },
    ]);
  });

  test.each([[[]], [["--action", "a"]], [["read_file", "--call", "{}"]], [["--call", "{"]]])(
    "%j is wrong usage",
    async (words) => {
      expect((await world.run(["explain", ...words])).code).toBe(2);
    },
  );
});

describe("writ decide", () => {
  const READ = '{"kind":"tool","tool":"read_file","args":["a"],"id":"one"}';

  test("answers each line in order, bad ones too, and is exit 0", async () => {
    const { code, out } = await world.run(["decide"], { stdin: `${READ}\nnope\n\n{"kind":"x"}\n${READ}` });
    expect(code).toBe(0);
    expect(jsonLines(out).map(({ decision, deny_code, call_id }) => [decision, deny_code, call_id])).toEqual([
      ["allow", null, "one"],
      ["deny", "request.invalid", null],
      ["deny", "request.invalid", null],
      ["deny", "request.invalid", null],
      ["allow", null, "one"],
    ]);
  });

  test("refuses a line above 1 MiB and serves the next", async () => {
    const long = `{"kind":"tool","tool":"read_file","args":["${"x".repeat(1_100_000)}"]}`;
    const { out } = await world.run(["decide"], { stdin: `${long}\n${READ}\n` });
    expect(jsonLines(out).map(({ deny_code }) => deny_code)).toEqual(["request.too_large", null]);
  });

  test("reads files one after the other, and `-` for standard input", async () => {
    world.write("a.ndjson", READ);
    const { out } = await world.run(["decide", "a.ndjson", "-", "a.ndjson"], { stdin: "nope\n" });
    expect(jsonLines(out).map(({ decision }) => decision)).toEqual(["allow", "deny", "allow"]);
  });

  test("a file that is not there is wrong usage, before anything is decided", async () => {
    world.write("a.ndjson", READ);
    expect(await world.run(["decide", "a.ndjson", "b.ndjson"])).toMatchObject({ code: 2, out: "" });
  });

  test("without a policy denies every line, exit 4", async () => {
    world.write("empty/notes.md", "");
    const { code, out } = await world.run(["decide", "--policy", "empty"], { stdin: `${READ}\n${READ}\n` });
    expect(code).toBe(4);
    expect(jsonLines(out).map(({ deny_code }) => deny_code)).toEqual(["policy.invalid", "policy.invalid"]);
  });

  test("a call may bring its own time", async () => {
    world.write("policy.toml", `${POLICY}\nvalid_until = 2027-01-01T00:00:00Z\n`);
    const pay = (at: string) =>
      JSON.stringify({ kind: "action", action: "ACTION_PAYMENT_INITIATE", amount: "5", currency: "USD", at });
    const stdin = ["2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "soon"].map((at) => `${pay(at)}\n`).join("");
    const { out } = await world.run(["decide"], { stdin });
    expect(jsonLines(out).map(({ deny_code }) => deny_code)).toEqual([
      null,
      "policy.outside_validity",
      "request.invalid",
    ]);
  });

  test("with a ledger records every answer, which can be verified and audited", async () => {
    const state = ["--state", ".writ/state/writ.db"];
    const { code, out } = await world.run(["decide", ...state], { stdin: `${READ}\nnope\n` });
    expect(code).toBe(0);
    expect(jsonLines(out)).toMatchObject([
      {
        id: "d-2",
        call_id: "one",
        decision: "allow",
        entry: { seq: 2, hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) },
      },
      { id: "d-3", decision: "deny", entry: { seq: 3 } },
    ]);
    const verified = await world.run(["ledger", "verify", "--json"]);
    expect([verified.code, JSON.parse(verified.out)]).toMatchObject([0, { ok: true, size: 4 }]);
    expect(verified.err).toContain("trusting this machine's key writ/");
    const audited = await world.run(["ledger", "audit", "--json"]);
    expect([audited.code, JSON.parse(audited.out).decisions]).toEqual([
      0,
      { repeated: 2, skipped: 0, findings: [], forgotten: 0 },
    ]);
  });
});
