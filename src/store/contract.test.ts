/** What every store must do: one suite, run on all of them. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../../test/postgres/server.mjs";
import { type Batch, type Store, StoreError } from "../engine/port.ts";
import { memoryStore } from "./memory.ts";
import { postgresStore } from "./postgres.ts";
import { sqliteStore } from "./sqlite.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-store-"));
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.remove();
  fs.rmSync(root, { recursive: true });
});

let files = 0;

/** Each gives a store of an empty ledger. */
const STORES: readonly (readonly [Store["kind"], () => Store])[] = [
  ["memory", memoryStore],
  ["sqlite", () => sqliteStore(path.join(root, `${files++}.db`))],
  ["postgres", () => postgresStore(server.url(`ledger${files++}`))],
];

const batch = (first: number, count: number): Batch => ({
  first,
  prev: hashAfter(first),
  last: hashAfter(first + count),
  entries: textsOf(first, count),
  tiles: [],
});

/** The hash of the last of so many entries. */
const hashAfter = (count: number): string => String(count).padStart(64, "0");

/** Texts that are no entries: a store does not look into them. */
function textsOf(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `{"seq":${first + i},"text":"é 😀 ' \\u0000"}`);
}

async function read(store: Store, from: number, to: number): Promise<string[]> {
  const found: string[] = [];
  for await (const text of store.entries(from, to)) found.push(text);
  return found;
}

describe.each(STORES)("a %s store", (_, make) => {
  const made: Store[] = [];
  const fresh = async (): Promise<Store> => {
    const store = make();
    made.push(store);
    expect(await store.open()).toEqual({ size: 0 });
    return store;
  };
  afterEach(() => Promise.all(made.splice(0).map((store) => store.close())));

  it("gives back what was appended, in order, in any batches", async () => {
    const store = await fresh();
    const sizes = [1, 2, 63, 64, 65, 129, 1024, 1];
    let size = 0;
    for (const count of sizes) {
      await store.append(batch(size, count));
      size += count;
    }
    expect(await read(store, 0, size)).toEqual(textsOf(0, size));
    expect(await read(store, 60, 700)).toEqual(textsOf(60, 640));
    expect(await read(store, size - 1, size + 10)).toEqual(textsOf(size - 1, 1));
    expect(await read(store, 5, 5)).toEqual([]);
  });

  it("keeps what opens redacted fields beside the entries, and forgets it for good", async () => {
    const store = await fresh();
    const opening = (seq: number, pointer: string) => ({
      seq,
      pointer,
      salt: hashAfter(seq),
      value: `"é \\u0000 ' ${seq}"`,
    });
    const openings = [opening(1, "/b"), opening(1, "/a~1'"), opening(2, "/b")];
    await store.append({ ...batch(0, 3), openings });
    await store.append(batch(3, 1));
    await expect(store.append({ ...batch(0, 1), openings: [opening(0, "/x")] })).rejects.toThrow();
    await store.close();
    await store.open();
    const known = (seq: number, pointer: string) => ({ pointer, salt: hashAfter(seq), value: opening(seq, "").value });
    expect(await store.openings(1)).toEqual([known(1, "/a~1'"), known(1, "/b")]);
    expect([await store.openings(0), await store.openings(3)]).toEqual([[], []]);
    expect([await store.forget(1), await store.forget(1), await store.forget(9)]).toEqual([2, 0, 0]);
    expect([await store.openings(1), await store.openings(2)]).toEqual([[], [known(2, "/b")]]);
    expect(await read(store, 0, 9)).toEqual(textsOf(0, 4));
    await store.append(batch(4, 1));
  });

  it("draws one secret, which no other ledger has", async () => {
    const [store, other] = [await fresh(), await fresh()];
    const secret = await store.secret();
    await store.close();
    await store.open();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await store.secret()).toBe(secret);
    expect(await other.secret()).not.toBe(secret);
  });

  it("refuses a batch that does not begin at its end, and stays as it was", async () => {
    const store = await fresh();
    await store.append(batch(0, 3));
    // Where several engines write, it may be nobody's mistake.
    const code = store.shared === undefined ? "refused" : "conflict";
    for (const first of [0, 2, 4]) {
      await expect(store.append(batch(first, 2))).rejects.toMatchObject({ code });
    }
    await store.append(batch(3, 1));
    expect(await read(store, 0, 9)).toEqual(textsOf(0, 4));
  });

  it("gives back tiles byte for byte, and null for those it does not have", async () => {
    const store = await fresh();
    const hashes = Uint8Array.from({ length: 8192 }, (_, i) => i * 7);
    await store.append({ ...batch(0, 1), tiles: [{ level: 1, index: 5, hashes }] });
    expect(await store.tile(1, 5)).toEqual(hashes);
    expect(await store.tile(5, 1)).toBeNull();
  });

  it("gives the newest checkpoints, oldest first", async () => {
    const store = await fresh();
    expect(await store.checkpoints(5)).toEqual([]);
    for (const size of [1, 7, 9]) await store.saveCheckpoint({ size, note: `note ${size}` });
    await store.saveCheckpoint({ size: 9, note: "again" });
    expect(await store.checkpoints(2)).toEqual([
      { size: 7, note: "note 7" },
      { size: 9, note: "again" },
    ]);
    expect(await store.checkpoints(0)).toEqual([]);
  });

  it("has it all when it is opened again", async () => {
    const store = await fresh();
    await store.append(batch(0, 300));
    await store.saveCheckpoint({ size: 300, note: "n" });
    await store.close();
    await store.close();
    expect(await store.open()).toEqual({ size: 300 });
    await store.append(batch(300, 1));
    expect(await read(store, 298, 301)).toEqual(textsOf(298, 3));
    expect(await store.checkpoints(1)).toEqual([{ size: 300, note: "n" }]);
  });

  it("refuses to write while it is closed", async () => {
    const store = await fresh();
    await store.close();
    await expect(store.append(batch(0, 1))).rejects.toBeInstanceOf(StoreError);
    await expect(store.saveCheckpoint({ size: 0, note: "" })).rejects.toMatchObject({ code: "refused" });
    expect(await store.open()).toEqual({ size: 0 });
  });
});
