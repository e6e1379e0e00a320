import { expect, test } from "vitest";
import { sha256 } from "#sha256";
import { memoryStore } from "../store/memory.ts";
import { type Fold, type Folded, type Journal, openJournal } from "./journal.ts";
import { type Store, StoreError } from "./port.ts";

const AT = "2026-11-20T12:00:00.000Z";

interface Notes extends Fold {
  /** What it holds, as `SEQ BODY`; the genesis is left out. */
  readonly notes: string[];
}

/** Notes the entries it is given, and refuses those that say `bad`. */
function noting(): Notes {
  const notes: string[] = [];
  let [size, kept] = [0, 0];
  return {
    notes,
    size: () => size,
    apply({ seq, body }: Folded) {
      if (body.includes("bad")) throw new Error("contradiction");
      size++;
      if (seq > 0) notes.push(`${seq} ${body}`);
    },
    keep: () => {
      kept = size;
    },
    discard: () => {
      notes.length = Math.max(0, kept - 1);
      size = kept;
    },
  };
}

function open(store: Store, fold: Fold): Promise<Journal> {
  return openJournal({ store, signer: null, clock: { now: () => 0 }, sha256, origin: "writ/test", fold });
}

test("one poisoned member of a batch is refused alone, and leaves no trace", async () => {
  const fold = noting();
  const journal = await open(memoryStore(), fold);
  const asked = ['"a"', '"bad"', '"b"'].map((body) => journal.append("decision", body, AT));
  const results = await Promise.allSettled(asked);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(fold.notes).toEqual(['1 "a"', '2 "b"']);
});

test.each([
  ["refused", []],
  ["in_doubt", ['1 "a"', '2 "b"']],
] as const)("after a write that was %s the fold holds what is stored", async (code, held) => {
  const inner = memoryStore();
  let fails = false;
  const append: Store["append"] = async (batch) => {
    if (!fails || code === "in_doubt") await inner.append(batch);
    if (fails) throw new StoreError(code, "injected");
  };
  const fold = noting();
  const journal = await open({ ...inner, append }, fold);
  fails = true;
  const results = await Promise.allSettled(['"a"', '"b"'].map((body) => journal.append("decision", body, AT)));
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(fold.notes).toEqual(held);
});

test("a ledger that is opened gives the fold all its entries, and one that the fold refuses is corrupt", async () => {
  const store = memoryStore();
  const journal = await open(store, noting());
  await journal.append("decision", '"a"', AT);
  await journal.close();
  const fold = noting();
  const again = await open(store, fold);
  expect(fold.notes).toEqual(['1 "a"']);
  expect(await again.entry(1)).toContain('"body":"a"');
  await again.close();
  const plain = await openJournal({ store, signer: null, clock: { now: () => 0 }, sha256, origin: "" });
  await plain.append("decision", '"bad"', AT);
  await plain.close();
  await expect(open(store, noting())).rejects.toMatchObject({ code: "corrupt" });
});

test("who has nothing to record is answered when what it builds on is durable", async () => {
  const fold = noting();
  const journal = await open(memoryStore(), fold);
  const first = journal.append("decision", '"a"', AT);
  const second = journal.submit({
    kind: "decision",
    at: AT,
    build: () => (fold.notes.length === 1 ? null : '"again"'),
  });
  expect(await Promise.all([first, second])).toMatchObject([{ seq: 1 }, null]);
  expect(fold.notes).toHaveLength(1);
});
