/** A5, A6: files of a ledger cut off, lengthened with garbage, and with flipped bits. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { ownKey } from "../../src/cli/ledger-check.ts";
import { verifyEd25519 } from "../../src/engine/key-ed25519.ts";
import { keyFile, StoreError } from "../../src/engine.ts";
import { verifyLedger } from "../../src/proof/verify.ts";
import { readLedgerFile } from "../../src/store/sqlite.ts";
import { makeLedger, openIn, pay, STATE } from "./paying.ts";

const LONG = process.env["WRIT_LONG"] === "1";
/** Cuts are tried at every so manieth block of 512 bytes. */
const STEP = LONG ? 1 : 13;
const BLOCK_BYTES = 512;
/** Flips in a file; closed connections of libsql keep their descriptors for a while, so that more need a process each. */
const FLIPS = LONG ? 2500 : 250;

let root = "";
/** A ledger as it is after a kill: its newest entries are in the log only, and it was signed in between. */
let killed = "";
let texts: readonly string[] = [];
/** Number of entries that were signed. */
let signed = 0;
/** A checkpoint of all entries, kept elsewhere. */
let note = "";
let publicKey = "";

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "writ-damage-"));
  const live = join(root, "live");
  await makeLedger(live, 12);
  const engine = await openIn(live);
  for (let i = 0; i < 6; i++) await pay(engine, `q-${i}`);
  signed = (await engine.journal.head()).size;
  await engine.checkpoint();
  for (let i = 0; i < 6; i++) await pay(engine, `r-${i}`);
  killed = join(root, "killed");
  cpSync(live, killed, { recursive: true, filter: (from) => !from.endsWith(".sock") });
  texts = await entriesIn(killed);
  note = (await engine.checkpoint()) ?? "";
  await engine.close();
  publicKey = ownKey(keyFile(join(live, STATE))) ?? "";
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function entriesIn(cwd: string): Promise<readonly string[]> {
  const ledger = await readLedgerFile(join(cwd, STATE));
  try {
    return [...(ledger.entries(0, ledger.size()) as Iterable<string>)];
  } finally {
    ledger.close();
  }
}

/** A fresh copy of the killed ledger, with one of its files changed. */
function spoiled(end: "" | "-wal", change: (bytes: Uint8Array) => Uint8Array): string {
  const cwd = join(root, "spoiled");
  rmSync(cwd, { recursive: true, force: true });
  cpSync(killed, cwd, { recursive: true });
  // What is shared between processes died with them.
  rmSync(join(cwd, `${STATE}-shm`), { force: true });
  const file = join(cwd, STATE + end);
  writeFileSync(file, change(readFileSync(file)));
  return cwd;
}

/** What an engine makes of it; one that opens has a beginning of the ledger, and all that was signed. */
async function opens(cwd: string): Promise<string> {
  let engine: Awaited<ReturnType<typeof openIn>>;
  try {
    engine = await openIn(cwd);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.code;
  }
  const answer = await pay(engine, "s-0");
  await engine.close();
  const found = (await entriesIn(cwd)).slice(0, texts.length);
  // Behind what is left come the policy that was loaded, and the payment.
  const left = found.findIndex((text, seq) => text !== texts[seq]);
  expect((left === -1 ? found.length : left) >= signed).toBe(true);
  return `${answer.decision}s after ${left === -1 ? "everything" : "a beginning"}`;
}

describe("A5: a torn tail", () => {
  test.each(["", "-wal"] as const)(
    "of writ.db%s opens at a beginning with all that was signed, or is refused",
    async (end) => {
      const blocks = Math.ceil(readFileSync(join(killed, STATE + end)).length / BLOCK_BYTES);
      const ends: Record<string, number> = {};
      for (let block = 0; block <= blocks; block += STEP) {
        const got = await opens(spoiled(end, (bytes) => bytes.subarray(0, block * BLOCK_BYTES)));
        ends[got] = (ends[got] ?? 0) + 1;
      }
      console.log(`A5 writ.db${end}: ${blocks} blocks, every ${STEP}: ${JSON.stringify(ends)}`);
      expect(Object.keys(ends).length).toBeGreaterThan(1);
    },
  );

  test.each(["", "-wal"] as const)("of garbage behind writ.db%s loses nothing", async (end) => {
    for (const length of [1, 511, 512, 8192, 8216, 30_000]) {
      const garbage = Uint8Array.from({ length }, (_, i) => (i * 31 + 7) % 251);
      const got = await opens(spoiled(end, (bytes) => Buffer.concat([bytes, garbage])));
      expect([length, got]).toEqual([length, "allows after everything"]);
    }
  });
});

/** Seeded: the same flips each time. */
function* flips(seed: number, bytes: number): Generator<readonly [at: number, mask: number]> {
  let state = seed;
  for (let i = 0; i < FLIPS; i++) {
    // Numerical Recipes' generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield [Math.floor((state / 2 ** 32) * bytes), 1 << (i % 8)];
  }
}

const flipped = (bytes: Uint8Array, at: number, mask: number): Uint8Array =>
  Uint8Array.from(bytes).fill((bytes[at] ?? 0) ^ mask, at, at + 1);

/** What a verifier with a checkpoint from elsewhere says of these entries. */
async function verdict(read: () => Promise<readonly string[]>): Promise<"found" | "same" | "missed"> {
  let found: readonly string[];
  try {
    found = await read();
  } catch {
    return "found";
  }
  const trust = { publicKey, checkpoints: [], known: [note] };
  const { ok } = await verifyLedger(found, trust, { sha256, verifySignature: verifyEd25519 });
  if (!ok) return "found";
  return found.length === texts.length && found.every((text, seq) => text === texts[seq]) ? "same" : "missed";
}

describe("A6: a flipped bit", () => {
  test.each(["", "-wal"] as const)(
    "in writ.db%s is found when it changes anything",
    async (end) => {
      const ends = { found: 0, same: 0, missed: 0 };
      const { length } = readFileSync(join(killed, STATE + end));
      for (const [at, mask] of flips(6, length)) {
        const cwd = spoiled(end, (bytes) => flipped(bytes, at, mask));
        ends[await verdict(() => entriesIn(cwd))] += 1;
      }
      console.log(`A6 writ.db${end}: ${FLIPS} flips: ${JSON.stringify(ends)}`);
      expect([ends.missed, ends.found > 0]).toEqual([0, true]);
    },
    3_600_000,
  );

  test("in exported entries is found", async () => {
    const whole = new TextEncoder().encode(texts.map((text) => `${text}\n`).join(""));
    const ends = { found: 0, same: 0, missed: 0 };
    for (const [at, mask] of flips(7, whole.length)) {
      const lines = new TextDecoder().decode(flipped(whole, at, mask)).split("\n");
      ends[await verdict(async () => lines.slice(0, -1))] += 1;
    }
    // The last line feed may become another character of a longer last line.
    console.log(`A6 export: ${FLIPS} flips: ${JSON.stringify(ends)}`);
    expect(ends).toEqual({ found: FLIPS, same: 0, missed: 0 });
  });

  test("in a checkpoint kept elsewhere is found", async () => {
    const whole = new TextEncoder().encode(note);
    const bits = Array.from({ length: whole.length * 8 }, (_, bit) => bit);
    for (const bit of bits) {
      const known = new TextDecoder().decode(flipped(whole, bit >> 3, 1 << (bit & 7)));
      const parts = { sha256, verifySignature: verifyEd25519 };
      const { ok } = await verifyLedger(texts, { publicKey, checkpoints: [], known: [known] }, parts);
      expect([bit, ok]).toEqual([bit, false]);
    }
  });
});
