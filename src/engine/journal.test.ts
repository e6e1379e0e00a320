import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "#sha256";
import { openCheckpoint, readCheckpoint } from "../ledger/checkpoint.ts";
import { entryHash, NO_ENTRY, readEntry } from "../ledger/entry.ts";
import { verifyConsistency, verifyInclusion } from "../ledger/proof.ts";
import { memoryStore } from "../store/memory.ts";
import { type Journal, type JournalParts, openJournal, type Place } from "./journal.ts";
import { createKey } from "./key.ts";
import { verifyEd25519 } from "./key-ed25519.ts";
import { type Batch, type Signer, type Store, StoreError } from "./port.ts";
import { openSigner } from "./signer.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-journal-"));
afterAll(() => fs.rmSync(root, { recursive: true }));
afterEach(() => void vi.useRealTimers());

let keys = 0;
function freshSigner() {
  const file = path.join(root, `key-${keys++}`);
  createKey(file, sha256);
  return openSigner(file, sha256);
}

const nothing: Batch = { first: 0, prev: "", last: "", entries: [], tiles: [] };

const NOW = Date.UTC(2026, 10, 20, 12);
const at = "2026-11-20T12:00:00.000Z";
const origin = "writ/test";

const parts = (given: Partial<JournalParts> = {}): JournalParts => ({
  store: memoryStore(),
  signer: null,
  clock: { now: () => NOW },
  sha256,
  origin,
  ...given,
});

async function entriesOf(store: Store): Promise<string[]> {
  const found: string[] = [];
  for await (const text of store.entries(0, 1e9)) found.push(text);
  return found;
}

const record = (journal: Journal, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => journal.append("decision", `{"i":${i}}`, at)));

/** A memory store that counts its appends and fails at will, before or after it has really stored. */
function failingStore() {
  const inner = memoryStore();
  const plan: { before?: StoreError; after?: StoreError; open?: StoreError } = {};
  const batches: Batch[] = [];
  const take = (name: keyof typeof plan): void => {
    const error = plan[name];
    if (error === undefined) return;
    delete plan[name];
    throw error;
  };
  const store: Store = {
    ...inner,
    async open() {
      take("open");
      return inner.open();
    },
    async append(batch) {
      take("before");
      batches.push(batch);
      await inner.append(batch);
      take("after");
    },
    async saveCheckpoint(checkpoint) {
      take("before");
      await inner.saveCheckpoint(checkpoint);
      take("after");
    },
  };
  return { store, plan, batches };
}

describe("callers that go on as soon as they are answered", () => {
  const caller = async (journal: Journal, calls: number): Promise<void> => {
    for (let i = 0; i < calls; i++) await journal.append("decision", "{}", at);
  };

  it("are served together again", async () => {
    const { store, batches } = failingStore();
    const journal = await openJournal(parts({ store }));
    await Promise.all(Array.from({ length: 20 }, () => caller(journal, 10)));
    expect(batches.slice(1).map(({ entries }) => entries.length)).toEqual(Array(10).fill(20));
    await journal.close();
  });

  it("leave the event loop to others", async () => {
    const journal = await openJournal(parts());
    let immediates = 0;
    const count = (): void => void (++immediates < 10 && setImmediate(count));
    setImmediate(count);
    await caller(journal, 100);
    expect(immediates).toBe(10);
    await journal.close();
  });
});

describe("a journal", () => {
  it("begins with a genesis entry that names the ledger", async () => {
    const store = memoryStore();
    const journal = await openJournal(parts({ store }));
    const [first = ""] = await entriesOf(store);
    expect(readEntry(first)).toEqual({
      at,
      body: { created: at, origin, semantics: "writ/1" },
      kind: "genesis",
      prev: NO_ENTRY,
      seq: 0,
      v: 1,
    });
    await journal.close();
    const again = await openJournal(parts({ store, origin: "writ/other" }));
    expect(again.origin).toBe(origin);
    expect(await entriesOf(store)).toHaveLength(1);
  });

  it("chains entries and answers with their place and hash", async () => {
    const store = memoryStore();
    const journal = await openJournal(parts({ store }));
    const placed = await record(journal, 700);
    const texts = await entriesOf(store);
    let prev = NO_ENTRY;
    texts.forEach((text, seq) => {
      expect(readEntry(text)).toMatchObject({ seq, prev });
      prev = entryHash(text, sha256);
      if (seq > 0) expect(placed[seq - 1]).toEqual({ seq, hash: prev });
    });
    expect(texts).toHaveLength(701);
  });

  it("serves all that wait with one transaction, and those that came meanwhile with the next", async () => {
    const { store, batches } = failingStore();
    const journal = await openJournal(parts({ store }));
    const follow = (placed: { seq: number }) => journal.append("decision", `{"after":${placed.seq}}`, at);
    await Promise.all(Array.from({ length: 100 }, (_, i) => journal.append("decision", `{"i":${i}}`, at).then(follow)));
    expect(batches.map(({ entries }) => entries.length)).toEqual([1, 100, 100]);
  });

  it("tells a work where it will stand, and what was durable before its batch", async () => {
    const journal = await openJournal(parts());
    const before = await journal.head();
    const places: Place[] = [];
    const work = (time: string) => ({
      kind: "decision" as const,
      at: time,
      build: (place: Place) => {
        places.push(place);
        return "{}";
      },
    });
    const later = "2026-11-20T12:00:01.000Z";
    await Promise.all([journal.submit(work(later)), journal.submit(work(at))]);
    const basis = { seq: 1, root: before.root };
    expect(places).toEqual([
      { seq: 1, at: later, basis },
      { seq: 2, at: later, basis },
    ]);
  });

  it("denies alone a work that throws, has no time, or is too large", async () => {
    const store = memoryStore();
    const journal = await openJournal(parts({ store }));
    const thrown = new Error("thrown by build");
    const build = (): string => {
      throw thrown;
    };
    const results = await Promise.allSettled([
      journal.append("decision", '{"n":1}', at),
      journal.submit({ kind: "decision", at, build }),
      journal.append("decision", "{}", "2026-11-20T12:00:00Z"),
      journal.append("decision", "{}", ""),
      journal.append("decision", `"${"x".repeat(33 * 1024 * 1024)}"`, at),
      journal.append("decision", '{"n":2}', at),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(results[1]).toMatchObject({ reason: thrown });
    expect(results[2]).toMatchObject({ reason: { code: "refused" } });
    expect((await entriesOf(store)).slice(1).map((text) => readEntry(text)?.body)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("proves its entries and its past", async () => {
    const journal = await openJournal(parts());
    await record(journal, 299);
    const earlier = await journal.head();
    const placed = await record(journal, 400);
    for (const index of [0, 1, 255, 256, 511, 512, 699]) {
      const claim = await journal.inclusion(index);
      expect([index, verifyInclusion(claim, sha256)]).toEqual([index, true]);
      if (index >= 300) expect(claim.leaf).toBe(placed[index - 300]?.hash);
    }
    const claim = await journal.consistency(earlier.size);
    expect(claim.older).toEqual(earlier);
    expect(verifyConsistency(claim, sha256)).toBe(true);
    await expect(journal.inclusion(700)).rejects.toMatchObject({ code: "refused" });
    await expect(journal.consistency(701)).rejects.toMatchObject({ code: "refused" });
  });

  it("goes on where it ended, at any size", async () => {
    for (const size of [1, 2, 255, 256, 257, 512, 513, 1300]) {
      const store = memoryStore();
      const journal = await openJournal(parts({ store }));
      await record(journal, size - 1);
      const head = await journal.head();
      await journal.close();
      const again = await openJournal(parts({ store }));
      expect(await again.head()).toEqual(head);
      await record(again, 3);
      expect(verifyConsistency(await again.consistency(size), sha256)).toBe(true);
    }
  });

  it("serves everybody before it closes, and nobody after", async () => {
    const store = memoryStore();
    const journal = await openJournal(parts({ store }));
    const asked = record(journal, 3000);
    const closed = journal.close();
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ code: "refused" });
    expect(await asked).toHaveLength(3000);
    await closed;
    await journal.close();
    await expect(journal.head()).rejects.toMatchObject({ code: "refused" });
    await expect(store.append({ ...nothing, first: 3001 })).rejects.toMatchObject({ code: "refused" });
  });
});

describe("a journal whose store fails", () => {
  const doubt = () => new StoreError("in_doubt", "fsync failed");
  const refusal = () => new StoreError("refused", "disk full");

  it.each([
    ["before it stored", "before", 1],
    ["after it stored", "after", 21],
  ] as const)("answers in doubt, finds out, and goes on: %s", async (_, when, expected) => {
    const { store, plan } = failingStore();
    const journal = await openJournal(parts({ store }));
    plan[when] = doubt();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => journal.append("decision", "{}", at)));
    expect(new Set(results.map((result) => (result as PromiseRejectedResult).reason.code))).toEqual(
      new Set(["in_doubt"]),
    );
    expect((await journal.head()).size).toBe(expected);
    expect(journal.problem()).toBeNull();
    expect(await journal.append("decision", "{}", at)).toMatchObject({ seq: expected });
    expect(verifyInclusion(await journal.inclusion(expected), sha256)).toBe(true);
  });

  it("answers refused when nothing was stored, and goes on", async () => {
    const { store, plan } = failingStore();
    const journal = await openJournal(parts({ store }));
    plan.before = refusal();
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ code: "refused" });
    expect(await journal.append("decision", "{}", at)).toMatchObject({ seq: 1 });
  });

  it("refuses everything while the store does not open, and tries again later each time", async () => {
    const { store, plan } = failingStore();
    let now = NOW;
    const journal = await openJournal(parts({ store, clock: { now: () => now } }));
    const attempt = () => journal.append("decision", "{}", at);
    plan.after = doubt();
    plan.open = refusal();
    await expect(attempt()).rejects.toMatchObject({ code: "in_doubt" });
    await expect(attempt()).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("disk full") });
    expect(journal.problem()).toMatchObject({ message: "disk full" });
    now += 60;
    plan.open = refusal();
    await expect(attempt()).rejects.toMatchObject({ code: "refused" });
    now += 60;
    await expect(attempt()).rejects.toMatchObject({ code: "refused" });
    now -= 1e9;
    expect(await attempt()).toMatchObject({ seq: 2 });
  });

  it("never writes again when it finds something else than it wrote", async () => {
    const { store, plan } = failingStore();
    const journal = await openJournal(parts({ store }));
    const other = await openJournal(parts({ store }));
    await other.append("decision", '{"foreign":true}', at);
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ code: "refused" });
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ code: "refused" });
    expect(journal.problem()).toMatchObject({ code: "corrupt" });
    expect(plan).toEqual({});
  });

  it("takes an unknown error for doubt", async () => {
    const { store, plan } = failingStore();
    const journal = await openJournal(parts({ store }));
    plan.after = new Error("what is this") as StoreError;
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ code: "in_doubt" });
    expect((await journal.head()).size).toBe(2);
  });

  it("reads the ledger back when a checkpoint could not be stored", async () => {
    const { store, plan } = failingStore();
    const journal = await openJournal(parts({ store, signer: freshSigner() }));
    for (const when of ["before", "after"] as const) {
      plan[when] = doubt();
      await expect(journal.checkpoint()).rejects.toMatchObject({ code: "in_doubt" });
      await journal.append("decision", "{}", at);
    }
    expect(readCheckpoint((await journal.checkpoint()) ?? "")?.size).toBe(3);
  });
});

describe("checkpoints", () => {
  it("are signed on demand, once for each size, and stored", async () => {
    const [store, signer] = [memoryStore(), freshSigner()];
    const journal = await openJournal(parts({ store, signer }));
    await record(journal, 5);
    const note = (await journal.checkpoint()) ?? "";
    expect(await journal.checkpoint()).toBe(note);
    const verifier = { sha256, verifySignature: verifyEd25519 };
    const opened = openCheckpoint(note, { publicKey: signer.publicKey }, verifier);
    expect(opened).toEqual({ ok: true, checkpoint: { origin: signer.origin, ...(await journal.head()) } });
    expect(await store.checkpoints(9)).toEqual([{ size: 6, note }]);
  });

  it("are signed on close, and a second after news", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const [store, signer] = [memoryStore(), freshSigner()];
    const journal = await openJournal(parts({ store, signer }));
    await record(journal, 5);
    await vi.advanceTimersByTimeAsync(999);
    await journal.head();
    expect(await store.checkpoints(9)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await journal.head();
    expect((await store.checkpoints(9)).map(({ size }) => size)).toEqual([6]);
    await vi.advanceTimersByTimeAsync(10_000);
    await record(journal, 1);
    await journal.close();
    await store.open();
    expect((await store.checkpoints(9)).map(({ size }) => size)).toEqual([6, 7]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that cannot be signed now are signed later, and entries are recorded meanwhile", async () => {
    const signer = freshSigner();
    let isFull = true;
    const sign: Signer["sign"] = (head, rootAt) =>
      isFull ? Promise.reject(new Error("disk full")) : signer.sign(head, rootAt);
    const failing = { ...signer, sign };
    const store = memoryStore();
    const journal = await openJournal(parts({ store, signer: failing }));
    await expect(journal.checkpoint()).rejects.toMatchObject({ name: "StoreError", code: "refused" });
    await record(journal, 1);
    isFull = false;
    expect(readCheckpoint((await journal.checkpoint()) ?? "")?.size).toBe(2);
  });

  it("are not signed without a signer", async () => {
    const journal = await openJournal(parts());
    expect(await journal.checkpoint()).toBeNull();
  });
});

describe("opening a journal", () => {
  async function copyOf(source: Store, size: number): Promise<Store> {
    const texts = (await entriesOf(source)).slice(0, size);
    const target = memoryStore();
    await target.open();
    await target.append({ ...nothing, entries: texts });
    return target;
  }

  it("refuses a copy that is older than what was signed", async () => {
    const [store, signer] = [memoryStore(), freshSigner()];
    const journal = await openJournal(parts({ store, signer }));
    await record(journal, 20);
    await journal.close();
    for (const size of [0, 1, 20]) {
      const old = await copyOf(store, size);
      await expect(openJournal(parts({ store: old, signer }))).rejects.toMatchObject({ code: "rolled_back" });
    }
    const whole = await copyOf(store, 21);
    expect(await (await openJournal(parts({ store: whole, signer }))).head()).toMatchObject({ size: 21 });
  });

  it("refuses a fork, at open and when signing, and writes no more", async () => {
    const [store, signer] = [memoryStore(), freshSigner()];
    const journal = await openJournal(parts({ store, signer }));
    await record(journal, 20);
    await journal.checkpoint();
    const fork = await copyOf(store, 21);
    const second = await openJournal(parts({ store: fork, signer }));
    await second.append("decision", '{"second":true}', at);
    await journal.append("decision", '{"first":true}', at);
    await journal.checkpoint();
    await second.append("decision", '{"second":2}', at);
    await expect(second.checkpoint()).rejects.toMatchObject({ code: "rolled_back" });
    await expect(second.append("decision", "{}", at)).rejects.toMatchObject({ code: "refused" });
    expect(second.problem()).toMatchObject({ code: "rolled_back" });
    await expect(second.close()).rejects.toMatchObject({ code: "refused" });
    await expect(openJournal(parts({ store: fork, signer }))).rejects.toMatchObject({ code: "rolled_back" });
  });

  it("refuses the ledger of another key", async () => {
    const store = memoryStore();
    await (await openJournal(parts({ store, signer: freshSigner() }))).close();
    await expect(openJournal(parts({ store, signer: freshSigner() }))).rejects.toMatchObject({ code: "foreign" });
  });

  it("refuses tiles and last entries that do not fit together", async () => {
    const store = memoryStore();
    const journal = await openJournal(parts({ store }));
    await record(journal, 599);
    await journal.close();
    const texts = await entriesOf(store);
    const tiles = [0, 1].map(async (index) => ({
      level: 0,
      index,
      hashes: (await store.tile(0, index)) as Uint8Array,
    }));
    const [first, second] = await Promise.all(tiles);
    if (first === undefined || second === undefined) throw new Error("expected two tiles");
    const cases: [string[], (typeof first)[]][] = [
      [texts, [first]],
      [texts, [first, { ...second, hashes: second.hashes.with(8191, 0x5a ^ (second.hashes[8191] as number)) }]],
      [texts, [first, { ...second, hashes: second.hashes.slice(32) }]],
      [texts, [first, second, { ...second, index: 2 }]],
      [texts.slice(0, 511), [first, second]],
      [texts.toSpliced(400, 1), [first, second]],
      [texts.with(550, (texts[550] as string).replace('"i":', '"j":')), [first, second]],
      [texts.with(599, `${texts[599]} `), [first, second]],
    ];
    for (const [entries, stored] of cases) {
      const damaged = memoryStore();
      await damaged.open();
      await damaged.append({ ...nothing, entries, tiles: stored });
      await expect(openJournal(parts({ store: damaged }))).rejects.toMatchObject({ code: "corrupt" });
    }
    const whole = memoryStore();
    await whole.open();
    await whole.append({ ...nothing, entries: texts, tiles: [first, second] });
    expect(await (await openJournal(parts({ store: whole }))).head()).toMatchObject({ size: 600 });
  });
});
