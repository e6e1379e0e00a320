import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWorld, type World } from "./cli-world.ts";

const STATE = ["--state", ".writ/state/writ.db"];
const POLICY = `[settings]
redact = ["/args/card", "/args/holder"]
[[rules]]
action = "allow"
tool_pattern = "charge"
`;
const CALL = { kind: "tool", tool: "charge", args: { card: "4111111111111111", holder: "Zoe Quux" } };
const SECRETS = /4111111111111111|Quux/;

let world: World;

beforeAll(async () => {
  world = makeWorld();
  world.write("policy.toml", POLICY);
  const answered = await world.run(["decide", ...STATE], { stdin: JSON.stringify(CALL) });
  expect(JSON.parse(answered.out)).toMatchObject({ id: "d-2", decision: "allow" });
  world.write("trust.json", (await world.run(["capsule", "trust"])).out);
});
afterAll(() => world.remove());

const reveal = (...pointers: readonly string[]) => pointers.flatMap((pointer) => ["--reveal", pointer]);

async function exported(name: string, words: readonly string[]): Promise<string> {
  const { code } = await world.run(["capsule", "export", "d-2", "--out", name, ...words]);
  expect(code).toBe(0);
  return readFileSync(join(world.root, name), "utf8");
}

async function verified(name: string): Promise<readonly unknown[]> {
  const { code, out } = await world.run(["capsule", "verify", name, "--trust", "trust.json", "--json"]);
  const { verdict, checks } = JSON.parse(out) as { verdict: string; checks: { name: string; code: string | null }[] };
  return [
    code,
    verdict,
    Object.fromEntries(checks.flatMap((each) => (each.code === null ? [] : [[each.name, each.code]]))),
  ];
}

const CLOSED = { redaction: "skipped.redacted", decision: "skipped.redacted" };

describe("redacted fields", () => {
  test("are in nothing that is shown or handed on", async () => {
    const all = await world.run(["ledger", "export"]);
    const shown = await world.run(["ledger", "show", "2", "--json"]);
    expect([all.out, shown.out]).toEqual([expect.not.stringMatching(SECRETS), expect.not.stringMatching(SECRETS)]);
  });

  test("stay closed in a capsule that proves the rest, unless they are revealed", async () => {
    expect(await exported("closed.json", [])).not.toMatch(SECRETS);
    expect(await exported("part.json", reveal("/args/holder"))).not.toContain("4111111111111111");
    await exported("named.json", reveal("/args/holder", "/args/card"));
    await exported("all.json", ["--reveal-all"]);
    expect(await verified("closed.json")).toEqual([5, "incomplete", CLOSED]);
    expect(await verified("part.json")).toEqual([5, "incomplete", CLOSED]);
    expect(await verified("named.json")).toEqual([0, "verified", {}]);
    expect(await verified("all.json")).toEqual([0, "verified", {}]);
    const { out } = await world.run(["capsule", "verify", "closed.json", "--trust", "trust.json"]);
    expect(out).toContain("incomplete: allow");
    expect(out).toContain("fields of the call are redacted, and not all of them are opened");
  });

  test("that are opened to something else condemn the capsule", async () => {
    const text = await exported("all.json", ["--reveal-all"]);
    world.write("forged.json", text.replace('"value":"\\"Zoe Quux\\""', '"value":"\\"Zoe Quuz\\""'));
    const forged = { redaction: "redaction.opening", decision: "skipped.unread" };
    expect(await verified("forged.json")).toEqual([5, "refused", forged]);
  });

  test("cannot be revealed where there are none", async () => {
    const { code, err } = await world.run(["capsule", "export", "d-2", ...reveal("/args/cards")]);
    expect([code, err]).toEqual([2, expect.stringContaining("entry 2 has no redacted field `/args/cards`")]);
  });

  test("are judged by a policy that is to come, and not shown by what compares it", async () => {
    world.write("new.toml", `${POLICY}\n[[rules]]\naction = "deny"\ntool_pattern = "charge"\narg_pattern = "*Quux*"\n`);
    world.write(
      "other.toml",
      `${POLICY}\n[[rules]]\naction = "deny"\ntool_pattern = "charge"\narg_pattern = "*redacted*"\n`,
    );
    const strategy = (name: string) =>
      readFileSync(join(world.root, name), "utf8").replace("[settings]", 'strategy = "deny_overrides"\n[settings]');
    for (const name of ["new.toml", "other.toml"]) world.write(name, strategy(name));
    const diff = (name: string) => world.run(["diff", "policy.toml", name, ...STATE, "--json"]);
    const [changed, same] = [await diff("new.toml"), await diff("other.toml")];
    expect(JSON.parse(changed.out).decisions.changed).toMatchObject([{ number: 2, new: { decision: "deny" } }]);
    expect(changed.out).not.toContain("4111111111111111");
    expect(JSON.parse(same.out).decisions.changed).toEqual([]);
  });

  test("can be forgotten: every proof holds, and nobody opens them any more", async () => {
    const before = await world.run(["ledger", "audit"]);
    expect([before.code, before.out]).toEqual([
      0,
      expect.stringContaining("1 decisions repeated, 0 kept by hash only\n"),
    ]);
    const forgot = await world.run(["ledger", "forget", "d-2"]);
    expect([forgot.code, forgot.out]).toEqual([0, "2 redacted fields of entry 2 can no longer be opened\n"]);
    const again = await world.run(["ledger", "forget", "2", "--json"]);
    expect(JSON.parse(again.out)).toEqual({ seq: 2, fields: 0 });
    const file = readFileSync(join(world.root, ".writ/state/writ.db"), "latin1");
    expect(file).not.toMatch(SECRETS);
    const after = await world.run(["ledger", "audit"]);
    expect([after.code, after.out]).toEqual([
      0,
      expect.stringContaining("1 not repeated: redacted fields were forgotten"),
    ]);
    const { code, err } = await world.run(["capsule", "export", "d-2", "--reveal-all"]);
    expect([code, err]).toEqual([2, expect.stringContaining("`/args/card` of entry 2 was forgotten")]);
    await exported("closed.json", []);
    expect(await verified("closed.json")).toEqual([5, "incomplete", CLOSED]);
    expect((await world.run(["ledger", "forget", "d-99"])).code).toBe(2);
  });

  test.each([["args/card"], ["/principal"], ["/id/x"], [""], ["/a~2"], ["/"]])(
    "%j is no pointer to a field",
    async (pointer) => {
      world.write("bad/policy.toml", `[settings]\nredact = ["/args/x", ${JSON.stringify(pointer)}]\n`);
      const { code, out, err } = await world.run(["validate", "--policy", "bad/policy.toml"]);
      expect([code, `${out}${err}`]).toEqual([
        4,
        expect.stringMatching(/bad\/policy\.toml:2:\d+.*expected a JSON Pointer/s),
      ]);
    },
  );
});
