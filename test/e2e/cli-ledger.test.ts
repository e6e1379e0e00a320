import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { createBook } from "../../src/book/book.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { openJournal } from "../../src/engine/journal.ts";
import { createKey } from "../../src/engine/key.ts";
import { policyEntry } from "../../src/engine/policy-entry.ts";
import { openSigner } from "../../src/engine/signer.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { checkPolicies } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite.ts";
import { makeWorld, type World } from "./cli-world.ts";

const NOW_MS = 1_795_176_000_000;
const AT = "2026-11-20T12:00:00.000Z";
const STATE = ".writ/state/writ.db";
const POLICY = '[[rules]]\nname = "Allow reading"\naction = "allow"\ntool_pattern = "read_*"\n';

const CALLS: readonly unknown[] = [
  { kind: "tool", tool: "read_file", args: ["a.txt"], principal: "agent:a" },
  { kind: "tool", tool: "write_file", args: ["\u001b[2J"] },
  { kind: "nonsense" },
];

let world: World;
let publicKey = "";
let note: string | null = null;

/** A ledger of a genesis, a policy, and a decision for each call; signed. */
async function writeLedger(): Promise<void> {
  const keyFile = join(world.root, "ledger.key");
  createKey(keyFile, sha256);
  const signer = openSigner(keyFile, sha256);
  publicKey = signer.publicKey;
  const files = [{ name: "policy.toml", text: POLICY }];
  const { snapshot, diagnostics } = checkPolicies(files);
  const clock = { now: () => NOW_MS };
  const store = sqliteStore(join(world.root, STATE));
  const book = createBook(offsetAt);
  const journal = await openJournal({ store, signer, clock, sha256, origin: signer.origin, fold: book });
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, AT);
  const engine: Engine = createEngine({ snapshot, journal, book, clock, files: null, sha256, time: "own" });
  for (const call of CALLS) await engine.decide(call);
  await engine.decideText("x".repeat(1_100_000));
  note = await engine.checkpoint();
  await engine.close();
}

beforeEach(async () => {
  world = makeWorld();
  world.write(".writ/state/.keep", "");
  await writeLedger();
});
afterEach(() => world.remove());

function damage(statement: string): void {
  const database = new Database(join(world.root, STATE));
  database.exec(statement);
  database.close();
}

describe("writ ledger show", () => {
  test("shows the newest entries, harmless", async () => {
    const { code, out } = await world.run(["ledger", "show"]);
    expect(code).toBe(0);
    expect(out.split("\n")).toHaveLength(7);
    expect(out).toContain("allow  agent:a  read_file a.txt");
    expect(out).toContain("\\x1b[2J");
    expect(out).not.toContain("\u001b");
    expect((await world.run(["ledger", "show", "--last", "2"])).out.split("\n")).toHaveLength(3);
  });

  test("--json shows one entry whole", async () => {
    const { out } = await world.run(["ledger", "show", "2", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ seq: 2, kind: "decision", body: { decision: { decision: "allow" } } });
  });

  test.each([[["99"]], [["x"]], [["--last", "0"]], [["--state", "none.db"]], [["--state", "memory"]]])(
    "%j is wrong usage",
    async (words) => {
      expect((await world.run(["ledger", "show", ...words])).code).toBe(2);
    },
  );
});

describe("writ ledger verify", () => {
  test("passes, and says what it cannot know", async () => {
    const { code, out } = await world.run(["ledger", "verify"]);
    expect(code).toBe(0);
    expect(out).toContain("verified: 6 entries");
    expect(out).toContain("truncation: not excluded");
  });

  test("with key and checkpoint excludes truncation", async () => {
    world.write("old.note", note ?? "");
    const trust = ["--key", publicKey, "--checkpoint", "old.note"];
    const { code, out } = await world.run(["ledger", "verify", ...trust, "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([0, { ok: true, truncation: "excluded up to size 6" }]);
    const key = world.write("key.pub", `${publicKey}\n`);
    expect((await world.run(["ledger", "verify", "--key", key])).code).toBe(0);
  });

  test("finds a changed entry", async () => {
    damage("UPDATE entries SET text = replace(text, 'a.txt', 'b.txt') WHERE seq = 2");
    const { code, out } = await world.run(["ledger", "verify"]);
    expect([code, out]).toEqual([5, expect.stringContaining("first bad entry: 2")]);
  });

  test("a file that is no ledger is exit 5", async () => {
    world.write("broken.db", "not a database, but long enough to be taken for one ".repeat(100));
    expect((await world.run(["ledger", "verify", "--state", "broken.db"])).code).toBe(5);
  });
});

describe("writ ledger audit", () => {
  test("makes every decision again", async () => {
    const { code, out } = await world.run(["ledger", "audit", "--json"]);
    expect([code, JSON.parse(out).decisions]).toEqual([0, { repeated: 3, skipped: 1, forgotten: 0, findings: [] }]);
  });

  test("finds a decision that does not follow, beside the broken chain", async () => {
    damage(`UPDATE entries SET text = replace(text, '"decision":"ask"', '"decision":"allow"') WHERE seq = 3`);
    const { code, out } = await world.run(["ledger", "audit"]);
    expect(code).toBe(5);
    expect(out).toContain("entry 3: deciding it again gives something else");
  });

  test("finds a policy that was exchanged", async () => {
    damage("UPDATE entries SET text = replace(text, 'read_*', '*') WHERE seq = 1");
    const { code, out } = await world.run(["ledger", "audit"]);
    expect(code).toBe(5);
    expect(out).toMatch(/entry 1: its policy is 0x[0-9a-f]{64}, recorded is 0x/);
  });
});

describe("writ ledger export", () => {
  test("prints every entry word for word", async () => {
    const { code, out } = await world.run(["ledger", "export"]);
    const lines = out.trimEnd().split("\n");
    expect([code, lines.length]).toEqual([0, 6]);
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([0, 1, 2, 3, 4, 5]);
    const hashes = lines.map((line) => sha256(`\0${line}`));
    expect(lines.map((line) => JSON.parse(line).prev).slice(1)).toEqual(hashes.slice(0, -1));
  });
});

describe("writ ledger prove", () => {
  test("proves an entry against the newest checkpoint", async () => {
    const { code, out } = await world.run(["ledger", "prove", "2", "--json"]);
    const proof = JSON.parse(out);
    expect([code, proof.seq, proof.checkpoint]).toEqual([0, 2, note]);
    expect(proof.hash).toBe(sha256(`\0${proof.entry}`));
  });

  test("an entry that is not there is wrong usage", async () => {
    expect((await world.run(["ledger", "prove", "6"])).code).toBe(2);
    expect((await world.run(["ledger", "prove"])).code).toBe(2);
  });

  test("of a changed entry nothing is proved", async () => {
    damage("UPDATE entries SET text = replace(text, 'a.txt', 'b.txt') WHERE seq = 2");
    expect((await world.run(["ledger", "prove", "2"])).code).toBe(5);
  });
});
