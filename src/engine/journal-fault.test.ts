/** A journal over stores that fail at every single call, before or after the real one, and over damaged files. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { startServer, type TestServer } from "../../test/postgres/server.mjs";
import { verifyLedger } from "../proof/verify.ts";
import { memoryStore } from "../store/memory.ts";
import { postgresStore } from "../store/postgres.ts";
import { readLedgerFile, sqliteStore } from "../store/sqlite.ts";
import { type Journal, openJournal } from "./journal.ts";
import { createKey } from "./key.ts";
import { verifyEd25519 } from "./key-ed25519.ts";
import { type Shared, type Signer, type Store, StoreError } from "./port.ts";
import { openSigner } from "./signer.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-fault-"));
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.remove();
  fs.rmSync(root, { recursive: true });
});

let count = 0;
const freshDirectory = (): string => fs.mkdtempSync(path.join(root, `${count++}-`));

function freshSigner(directory: string): Signer {
  createKey(path.join(directory, "key"), sha256);
  return openSigner(path.join(directory, "key"), sha256);
}

const at = "2026-11-20T12:00:00.000Z";
const verifier = { sha256, verifySignature: verifyEd25519 };

interface Fault {
  /** Number of the first call that fails, and how many do, one after the other. */
  readonly call: number;
  readonly length: number;
  readonly when: "before" | "after";
}

/** The store, with a fault; `calls` counts. */
function faulty(inner: Store, fault: Fault): { store: Store; calls: () => number } {
  let calls = 0;
  const run = async <T>(action: () => Promise<T>): Promise<T> => {
    const number = calls++;
    const isHit = number >= fault.call && number < fault.call + fault.length;
    if (isHit && fault.when === "before") throw new StoreError("in_doubt", "injected");
    const result = await action();
    if (isHit) throw new StoreError("in_doubt", "injected");
    return result;
  };
  const store: Store = {
    kind: inner.kind,
    open: () => run(() => inner.open()),
    append: (batch) => run(() => inner.append(batch)),
    saveCheckpoint: (checkpoint) => run(() => inner.saveCheckpoint(checkpoint)),
    tile: (level, index) => run(() => inner.tile(level, index)),
    checkpoints: (newest) => run(() => inner.checkpoints(newest)),
    openings: (seq) => run(() => inner.openings(seq)),
    forget: (seq) => run(() => inner.forget(seq)),
    secret: () => run(() => inner.secret()),
    async *entries(from, to) {
      const found: string[] = [];
      await run(async () => {
        for await (const text of inner.entries(from, to)) found.push(text);
      });
      yield* found;
    },
    close: () => inner.close(),
    ...(inner.shared === undefined ? {} : { shared: faultyShared(inner.shared, run) }),
  };
  return { store, calls: () => calls };
}

function faultyShared(inner: Shared, run: <T>(action: () => Promise<T>) => Promise<T>): Shared {
  return { hold: () => run(() => inner.hold()), beginSigning: () => run(() => inner.beginSigning()) };
}

/** What callers were told. */
interface Told {
  readonly acknowledged: Map<number, string>;
  doubtful: number;
}

/** Asks for entries, three at a time, past the first tile, with checkpoints between; nothing in it may hang. */
async function work(journal: Journal, told: Told): Promise<void> {
  for (const size of [3, 3, 260, 3]) {
    const asked = Array.from({ length: size }, (_, i) => journal.append("decision", `{"i":${i}}`, at));
    for (const result of await Promise.allSettled(asked)) {
      if (result.status === "fulfilled") told.acknowledged.set(result.value.seq, result.value.hash);
      else if ((result.reason as StoreError).code === "in_doubt") told.doubtful++;
      else expect(result.reason).toMatchObject({ code: "refused" });
    }
    await journal.checkpoint().catch((error: unknown) => expect(error).toBeInstanceOf(StoreError));
  }
}

/** A server takes its time: every tenth call fails, and each of them in the long form. */
const SOME = process.env["WRIT_LONG"] === "1" ? 1 : 10;

/** How each is made, and the step from one call that fails to the next. */
const STORES: readonly (readonly [string, (directory: string) => Store, number])[] = [
  ["memory", memoryStore, 1],
  ["sqlite", (directory) => sqliteStore(path.join(directory, "ledger.db")), 1],
  ["postgres", (directory) => postgresStore(server.url(path.basename(directory))), SOME],
];

describe.each(STORES)("a journal over a failing %s store", (_, make, step) => {
  it.each(["before", "after"] as const)("keeps its word whichever call fails: %s the real one", async (when) => {
    // The number of calls is that of a run without a fault.
    const last = await attempt(make, { call: -1, length: 0, when });
    expect(last).toBeGreaterThan(10);
    for (let call = 0; call < last; call += step) {
      // More than one: what fails is found out about, and that fails too.
      for (const length of [1, 3]) await attempt(make, { call, length, when });
    }
  });
});

/** One life of a journal, and what is left of it; gives the number of calls to the store. */
async function attempt(make: (directory: string) => Store, fault: Fault): Promise<number> {
  const directory = freshDirectory();
  const [inner, signer] = [make(directory), freshSigner(directory)];
  const { store, calls } = faulty(inner, fault);
  const told: Told = { acknowledged: new Map(), doubtful: 0 };
  let now = 0;
  const clock = { now: () => (now += 100) };
  const journal = await openJournal({ store, signer, clock, sha256, origin: "" }).catch(() => null);
  if (journal !== null) {
    await work(journal, told);
    await journal.close().catch((error: unknown) => expect(error).toBeInstanceOf(StoreError));
  }
  const count = calls();
  await checkTold({ store: inner, signer, told }, fault.call);
  return count;
}

interface Outcome {
  readonly store: Store;
  readonly signer: Signer;
  readonly told: Told;
}

/** acknowledged ⊆ stored ⊆ acknowledged ∪ in doubt, and what is stored is a ledger that can be gone on with. */
async function checkTold({ store, signer, told }: Outcome, call: number): Promise<void> {
  const again = await openJournal({ store, signer, clock: { now: () => 0 }, sha256, origin: "" });
  const { size } = await again.head();
  for (const [seq, hash] of told.acknowledged)
    expect([call, seq, (await again.inclusion(seq)).leaf]).toEqual([call, seq, hash]);
  const unasked = size - 1 - told.acknowledged.size;
  expect([call, unasked >= 0 && unasked <= told.doubtful]).toEqual([call, true]);
  await again.checkpoint();
  const checkpoints = (await store.checkpoints(100)).map(({ note }) => note);
  const report = await verifyLedger(store.entries(0, size), { publicKey: signer.publicKey, checkpoints }, verifier);
  expect([call, report.ok]).toEqual([call, true]);
  await again.close();
}

describe("a damaged ledger file", () => {
  const SIZE = 400;

  /** The files of a ledger as they are after a kill: the log has not been moved into the database. */
  async function killed(): Promise<{ directory: string; signer: Signer; notes: string[]; texts: string[] }> {
    const [live, directory] = [freshDirectory(), freshDirectory()];
    const signer = freshSigner(directory);
    const store = sqliteStore(path.join(live, "ledger.db"));
    const journal = await openJournal({ store, signer, clock: { now: () => 0 }, sha256, origin: "" });
    for (let i = 1; i < SIZE; i += 3) {
      await Promise.all([0, 1, 2].map((n) => journal.append("decision", `{"i":${i + n}}`, at)));
      if (i === 199) await journal.checkpoint();
    }
    for (const name of ["ledger.db", "ledger.db-wal"])
      fs.copyFileSync(path.join(live, name), path.join(directory, name));
    const texts = [...(store.entries(0, SIZE) as Iterable<string>)];
    const notes = (await store.checkpoints(9)).map(({ note }) => note);
    // The key has seen nothing newer than the copy: its state is taken back with it.
    const saved = fs.readdirSync(directory).map((name) => [name, fs.readFileSync(path.join(directory, name))] as const);
    await journal.close();
    for (const [name, bytes] of saved) fs.writeFileSync(path.join(directory, name), bytes);
    return { directory, signer, notes, texts };
  }

  it("opens with a beginning of the ledger when its log is cut, or refuses when that lacks what was signed", async () => {
    const { directory, signer, texts } = await killed();
    const file = path.join(directory, "ledger.db");
    const log = fs.readFileSync(`${file}-wal`);
    const base = fs.readFileSync(file);
    const seen = new Set<string>();
    for (let cut = log.length; cut >= 0; cut -= Math.ceil(log.length / 60)) {
      fs.writeFileSync(file, base);
      fs.writeFileSync(`${file}-wal`, log.subarray(0, cut));
      fs.rmSync(`${file}-shm`, { force: true });
      const store = sqliteStore(file);
      const parts = { store, signer, clock: { now: () => 0 }, sha256, origin: "" };
      const opened = await openJournal(parts).catch((error: StoreError) => error.code);
      seen.add(typeof opened === "string" ? opened : "opened");
      if (typeof opened === "string") continue;
      const { size } = await opened.head();
      expect([cut, size >= 203]).toEqual([cut, true]);
      expect([...(store.entries(0, size) as Iterable<string>)]).toEqual(texts.slice(0, size));
      await store.close();
    }
    expect([...seen].sort()).toEqual(["opened", "rolled_back"]);
  });

  it("never passes with other entries, whichever byte is changed", async () => {
    const { directory, signer, notes, texts } = await killed();
    const file = path.join(directory, "ledger.db");
    const store = sqliteStore(file);
    await store.open();
    await store.close();
    fs.rmSync(`${file}-wal`, { force: true });
    const whole = fs.readFileSync(file);
    const trust = { publicKey: signer.publicKey, checkpoints: notes, known: notes };
    const verdicts = new Set<string>();
    for (let i = 0; i < 400; i++) {
      // A fixed walk over the file: any step without a common factor with its length.
      const place = (i * 7919) % whole.length;
      fs.writeFileSync(file, whole.with(place, (whole[place] as number) ^ (1 << (i % 8))));
      for (const suffix of ["-wal", "-shm"]) fs.rmSync(`${file}${suffix}`, { force: true });
      verdicts.add(await verdictOn(file, trust, texts));
    }
    expect([...verdicts].sort()).toEqual(["found", "same entries"]);
  });

  async function verdictOn(file: string, trust: Parameters<typeof verifyLedger>[1], texts: string[]): Promise<string> {
    try {
      const reader = await readLedgerFile(file);
      try {
        const found = [...(reader.entries(0, reader.size()) as Iterable<string>)];
        const { ok, size } = await verifyLedger(found, trust, verifier);
        if (!ok) return "found";
        // Behind the last checkpoint only the last entry is beyond proof.
        const proven = found.slice(0, size - 1).every((text, seq) => text === texts[seq]);
        return proven ? "same entries" : "missed";
      } finally {
        reader.close();
      }
    } catch {
      return "found";
    }
  }
});
