import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { ownKey } from "../../src/cli/ledger-check.ts";
import { keyFile, openEngine } from "../../src/engine.ts";
import { entryHash } from "../../src/ledger/entry.ts";
import { linkText, readLink } from "../../src/ledger/link.ts";
import { makeWorld, type World } from "./cli-world.ts";

const STATE = ".writ/state/writ.db";
const POLICY = '[[rules]]\naction = "allow"\ntool_pattern = "read_*"\n';

let world: World;
let state = "";
let publicKey = "";

beforeEach(async () => {
  world = makeWorld();
  state = join(world.root, STATE);
  world.write("policy.toml", POLICY);
  world.write("old.note", await record(world.root, ["a.txt", "b.txt", "c.txt", "d.txt"]));
  publicKey = ownKey(keyFile(state)) ?? "";
});
afterEach(() => world.remove());

/** Decides a call for each file, and closes the ledger; gives the last checkpoint. */
async function record(cwd: string, files: readonly string[]): Promise<string> {
  const engine = await openEngine({ policies: ["policy.toml"], state: STATE, cwd });
  for (const file of files) await engine.decide({ kind: "tool", tool: "read_file", args: [file] });
  await engine.decide({ kind: "tool", tool: "write_file", args: ["x"] });
  const note = await engine.checkpoint();
  await engine.close();
  return note ?? "";
}

function change(statements: string): void {
  const database = new Database(state);
  database.exec(statements);
  database.close();
}

/** Every entry from `first` on, rewritten and chained anew, as somebody would who can write the file but not sign. */
function forge(first: number, rewrite: (text: string) => string): void {
  const database = new Database(state);
  const update = database.prepare("UPDATE entries SET text = ? WHERE seq = ?");
  const rows = database.prepare("SELECT seq, text FROM entries ORDER BY seq").all() as { seq: number; text: string }[];
  let prev = "";
  for (const { seq, text } of rows) {
    const body = text.slice(0, text.length - (readLink(text)?.length ?? 0));
    const forged = seq < first ? text : rewrite(body) + linkText(prev, seq);
    update.run([forged, seq]);
    prev = entryHash(forged, sha256);
  }
  database.exec("DELETE FROM checkpoints");
  database.close();
}

function flipByte(): void {
  const bytes = readFileSync(state);
  const at = bytes.indexOf("c.txt");
  bytes[at] = (bytes[at] ?? 0) ^ 0x01;
  writeFileSync(state, bytes);
}

const FROZEN_CALL = JSON.stringify({ kind: "tool", tool: "read_file", args: ["e.txt"], principal: "agent:a" });
const NAMED_FREEZE = '"frozen":{"reason":"lost a key","scope":{"id":"agent:a","kind":"principal"},"until":null}';
const NAMED_DETAIL = '"principal `agent:a` is frozen until lifted: `lost a key`"';

const CUT = "DELETE FROM entries WHERE seq > 4; DELETE FROM checkpoints";

describe.each(["verify", "audit"])("writ ledger %s", (command) => {
  const ledger = (...words: readonly string[]) => world.run(["ledger", command, ...words]);

  /** Fails, and says so in these words. */
  async function expectFound(words: readonly string[], said: string | RegExp): Promise<void> {
    const { code, out } = await ledger(...words);
    expect(out).toMatch(said);
    expect(out).toContain("not verified");
    expect(code).toBe(5);
  }

  test("passes what nobody touched, with and without an older checkpoint", async () => {
    for (const words of [[], ["--checkpoint", "old.note"], ["--key", publicKey]])
      expect((await ledger(...words)).code).toBe(0);
  });

  test.each([
    [
      "a changed text",
      () => change("UPDATE entries SET text = replace(text, 'c.txt', 'C.txt') WHERE seq = 4"),
      /first bad entry: 4/,
    ],
    ["a flipped bit in the file", flipByte, /first bad entry: 4/],
    [
      "a removed entry",
      () => change("DELETE FROM entries WHERE seq = 3"),
      /entry 3 is missing; in its place is entry 4/,
    ],
    [
      "entries in another order",
      () =>
        change(
          "UPDATE entries SET seq = 99 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = 4; UPDATE entries SET seq = 4 WHERE seq = 99",
        ),
      /in the place of entry 4 is entry 3|in its place is entry 4/,
    ],
    [
      "the end cut off, its checkpoints left",
      () => change("DELETE FROM entries WHERE seq > 4"),
      /only 5 of 7 entries are there/,
    ],
    [
      "a signature that was changed",
      () =>
        change("UPDATE checkpoints SET note = replace(note, char(10) || '7' || char(10), char(10) || '6' || char(10))"),
      /signatures +✗ failed/,
    ],
  ] as const)("finds %s", async (_, tamper, said) => {
    tamper();
    await expectFound([], said);
  });

  test("finds the end cut off with its checkpoints, given an older one; without it says that it cannot", async () => {
    change(CUT);
    const { code, out } = await ledger();
    expect([code, out]).toEqual([0, expect.stringContaining("truncation: not excluded")]);
    await expectFound(["--checkpoint", "old.note"], /only 5 of 7 entries are there: cut off or rolled back/);
  });

  test("finds a copy from before that was put back, given a checkpoint made since; and it is not written again", async () => {
    copyFileSync(state, join(world.root, "copy.db"));
    world.write("new.note", await record(world.root, ["e.txt"]));
    renameSync(join(world.root, "copy.db"), state);
    await expectFound(["--checkpoint", "new.note"], /only 7 of 10 entries are there: cut off or rolled back/);
    await expect(record(world.root, ["f.txt"])).rejects.toMatchObject({ code: "rolled_back" });
  });

  test("finds entries chained anew, given an older checkpoint", async () => {
    forge(3, (body) => body.replace("b.txt", "z.txt"));
    await expectFound(["--checkpoint", "old.note"], /the first 7 entries are not those of the checkpoint at that size/);
  });

  test("finds a ledger made anew and signed with another key", async () => {
    const other = makeWorld();
    other.write("policy.toml", POLICY);
    await record(other.root, ["a.txt"]);
    copyFileSync(join(other.root, STATE), state);
    other.remove();
    await expectFound(["--key", publicKey], /expected the ledger `writ\/[0-9a-f]{32}`, got `writ\/[0-9a-f]{32}`/);
    await expectFound(["--key", publicKey], /signatures +✗ failed/);
  });
});

describe("writ ledger audit", () => {
  const frozen = async (): Promise<void> => {
    await world.run(["freeze", "--principal", "agent:a", "--reason", "lost a key"]);
    await world.run(["decide", "--state", STATE], { stdin: FROZEN_CALL });
  };

  test("holds for a freeze that an entry of before did not name", async () => {
    await frozen();
    forge(8, (body) => body.replace(NAMED_FREEZE, '"frozen":true').replace(NAMED_DETAIL, '"everything is frozen"'));
    const { code, out } = await world.run(["ledger", "audit", "--json"]);
    expect([code, JSON.parse(out).decisions.findings]).toEqual([0, []]);
  });

  test("finds a freeze of another, and an old text with a fact that names it", async () => {
    await frozen();
    forge(8, (body) => body.replace(NAMED_FREEZE, (fact) => fact.replace("agent:a", "agent:b")));
    expect((await world.run(["ledger", "audit"])).out).toContain("its fact `frozen` is not what follows");
    forge(8, (body) => body.replace("agent:b", "agent:a").replace(NAMED_DETAIL, '"everything is frozen"'));
    expect((await world.run(["ledger", "audit"])).out).toContain("deciding it again gives something else");
  });

  test.each([
    [
      "an answer",
      6,
      (body: string) => body.replaceAll('"ask"', '"allow"'),
      /entry 6: deciding it again gives something else/,
    ],
    ["a call", 2, (body: string) => body.replace("a.txt", "z.txt"), /entry 2: deciding it again gives something else/],
    [
      "the request hash",
      2,
      (body: string) => body.replace(/"request_hash":"0x./, '"request_hash":"0xg'),
      /entry 2: deciding/,
    ],
    [
      "a white space",
      2,
      (body: string) => body.replace('"call":', '"call": '),
      /entry 2: deciding it again gives something else/,
    ],
    ["the policy", 1, (body: string) => body.replace("read_*", "*"), /entry 1: its policy is 0x/],
    [
      "the time",
      2,
      (body: string) => body.replace('{"at":"20', '{"at":"19'),
      /entry 2: its time fact is not the time of its entry/,
    ],
    [
      "the basis",
      3,
      (body: string) => body.replace(/"root":"./, '"root":"g'),
      /entry 3: its facts were not read from this ledger/,
    ],
    [
      "the kind",
      2,
      (body: string) => body.replace(',"kind":"decision"', ',"kind":"refusal"'),
      /entry 2: deciding it again/,
    ],
  ] as const)(
    "finds %s rewritten in a ledger chained anew, where verification has nothing to compare",
    async (_, seq, rewrite, said) => {
      forge(seq, rewrite);
      const { code, out } = await world.run(["ledger", "audit"]);
      expect(out).toMatch(said);
      expect(code).toBe(5);
    },
  );
});
