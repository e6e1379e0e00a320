import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine.ts";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;

const POLICY = `
[[rules]]
id = "wire"
tool = "wire_money"
action = "ask"
approvals = "2 of finance"
reason = "money leaves \\u202e the house"
`;

const STATE = ["--state", ".writ/state/writ.db"];
const WIRE = ["check", "wire_money", "--principal", "user:dave", "--args", '{"to":"acme"}', ...STATE, "--json"];

/** Runs a command with a passphrase on a file descriptor of its own. */
async function withPassphrase(passphrase: string, words: readonly string[]) {
  const descriptor = openSync(world.write("passphrase", `${passphrase}\n`), "r");
  try {
    return await world.run([...words, "--passphrase-fd", String(descriptor)]);
  } finally {
    closeSync(descriptor);
  }
}

const phraseOf = (name: string): string => `correct horse ${name}`;
const say = (name: string, word: string, id: string, ...more: readonly string[]) =>
  withPassphrase(phraseOf(name), ["approvals", word, id, "--as", name, ...STATE, ...more]);
const asked = async () => {
  const { code, out } = await world.run(WIRE);
  return { code, answer: JSON.parse(out) };
};

beforeAll(async () => {
  world = makeWorld();
  world.write(".writ/policy.toml", POLICY);
  for (const name of ["alice", "bob"]) {
    const { code, err } = await withPassphrase(phraseOf(name), ["approvers", "add", name, "--group", "finance"]);
    expect([code, err]).toEqual([0, ""]);
  }
});
afterAll(() => world.remove());

describe("writ approvers", () => {
  test("makes keys that only their owner can read, and rows of the policy", async () => {
    const file = join(world.root, ".writ/keys/alice.approver");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toContain("correct horse");
    const { code, out } = await world.run(["approvers", "list", "--json"]);
    expect([code, JSON.parse(out).map(({ id, groups }: { id: string; groups: unknown }) => [id, groups])]).toEqual([
      0,
      [
        ["alice", ["finance"]],
        ["bob", ["finance"]],
      ],
    ]);
  });

  test.each([
    [["approvers", "add", "carol"], "typed at a terminal"],
    [["approvers", "add", "alice", "--passphrase-fd", "0"], "already"],
    [["approvers", "add", "../eve", "--passphrase-fd", "0"], "a name has"],
    [["approvers", "remove", "mallory"], "has no approver"],
  ])("refuses %j", async (words, why) => {
    const { code, err } = await world.run(words);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });

  test("refuses a passphrase that is soon guessed", async () => {
    expect(await withPassphrase("short", ["approvers", "add", "carol"])).toMatchObject({ code: 2 });
  });
});

describe("writ approvals", () => {
  test("leads from an ask to one allow", async () => {
    const { code, answer } = await asked();
    expect([code, answer.decision]).toEqual([3, "ask"]);
    const shown = await world.run(["approvals", "show", answer.id, ...STATE]);
    expect(shown.out).toContain("wire_money: to=acme");
    expect(shown.out).toContain("money leaves \\u{202e} the house");
    expect(shown.out).toContain("2 of group:finance");
    expect(await say("alice", "approve", answer.id)).toMatchObject({
      code: 0,
      out: expect.stringContaining("pending"),
    });
    const listed = await world.run(["approvals", "list", ...STATE, "--json"]);
    expect(JSON.parse(listed.out)).toMatchObject([{ id: answer.id, state: "pending", missing: "1 of group:finance" }]);
    expect(await say("bob", "approve", answer.id)).toMatchObject({ code: 0, out: expect.stringContaining("granted") });
    expect((await asked()).answer.decision).toBe("allow");
    expect((await asked()).answer.decision).toBe("ask");
  });

  test("a refusal is a denial, and says whose", async () => {
    const { id } = (await asked()).answer;
    expect(id).not.toBe(await openId());
    const shown = await world.run(["approvals", "show", id, ...STATE]);
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining(`pending ${await openId()}\n`)]);
    expect(await say("bob", "refuse", id, "--reason", "no")).toMatchObject({
      code: 0,
      out: expect.stringContaining("refused"),
    });
    expect((await asked()).answer).toMatchObject({ decision: "deny", deny_code: "approval.refused" });
    const all = await world.run(["approvals", "list", "--all", ...STATE]);
    expect(all.out).toContain("refused");
  });

  test("nothing is signed with the wrong passphrase, for another ask, or as somebody else", async () => {
    const wrong = await withPassphrase("wrong wrong wrong", [
      "approvals",
      "approve",
      await firstId(),
      "--as",
      "bob",
      ...STATE,
    ]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("not the passphrase")]);
    expect(await say("bob", "approve", "d-9999")).toMatchObject({ code: 2 });
    expect(await say("mallory", "approve", await firstId())).toMatchObject({ code: 2 });
    const closed = await say("bob", "approve", await firstId());
    expect([closed.code, closed.err]).toEqual([1, expect.stringContaining("ask.closed")]);
  });

  test("reaches an engine that runs, which an approval and a freeze do not interrupt", async () => {
    const state = join(world.root, ".writ/state/writ.db");
    const engine = await openEngine({ policies: [join(world.root, ".writ")], state, cwd: world.root });
    try {
      const call = { kind: "tool", tool: "wire_money", args: { to: "globex" }, principal: "user:dave" };
      const { id } = await engine.decide(call);
      expect(await say("alice", "approve", String(id))).toMatchObject({ code: 0 });
      expect(await say("bob", "approve", String(id))).toMatchObject({
        code: 0,
        out: expect.stringContaining("granted"),
      });
      expect(await world.run(["freeze", "--reason", "wait", ...STATE])).toMatchObject({ code: 0, err: "" });
      expect(await engine.decide(call)).toMatchObject({ decision: "deny", deny_code: "policy.frozen" });
      expect(await world.run(["freeze", "--lift", "--reason", "go on", ...STATE])).toMatchObject({ code: 0, err: "" });
      expect(await engine.decide(call)).toMatchObject({ decision: "allow" });
    } finally {
      await engine.close();
    }
  });

  test("the ledger of all this holds under an audit", async () => {
    const { code, out } = await world.run(["ledger", "audit", ...STATE, "--json"]);
    expect([code, JSON.parse(out).decisions.findings]).toEqual([0, []]);
  });

  test("a key that was removed signs nothing that counts", async () => {
    expect(await world.run(["approvers", "remove", "bob"])).toMatchObject({ code: 0 });
    expect(await say("bob", "approve", await firstId())).toMatchObject({ code: 2 });
    expect(JSON.parse((await world.run(["approvers", "list", "--json"])).out)).toHaveLength(1);
  });
});

async function ids(...more: readonly string[]): Promise<readonly string[]> {
  const { out } = await world.run(["approvals", "list", ...more, ...STATE, "--json"]);
  return JSON.parse(out).map(({ id }: { id: string }) => id);
}

const openId = async (): Promise<string> => (await ids())[0] ?? "";
const firstId = async (): Promise<string> => (await ids("--all"))[0] ?? "";
