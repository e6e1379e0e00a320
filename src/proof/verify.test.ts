import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { openJournal } from "../engine/journal.ts";
import { createKey } from "../engine/key.ts";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import type { Signer } from "../engine/port.ts";
import { openSigner } from "../engine/signer.ts";
import { entryHash, entryText, NO_ENTRY, readEntry } from "../ledger/entry.ts";
import { memoryStore } from "../store/memory.ts";
import { type LedgerReport, type LedgerTrust, verifyLedger } from "./verify.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-verify-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

const SIZE = 41;
/** The sizes at which checkpoints were signed. */
const SIGNED = [1, 21, SIZE];

let signer: Signer;
let texts: readonly string[];
let notes: readonly string[];

/** A ledger of 41 entries, one a second, and its checkpoints. */
beforeAll(async () => {
  const key = path.join(root, "key");
  createKey(key, sha256);
  signer = openSigner(key, sha256);
  const store = memoryStore();
  const start = Date.UTC(2026, 10, 20);
  const journal = await openJournal({ store, signer, clock: { now: () => start }, sha256, origin: "" });
  for (let i = 0; i < SIZE; i++) {
    if (i > 0) await journal.append("decision", `{"amount":"${i}00"}`, new Date(start + i * 1000).toISOString());
    if (SIGNED.includes(i + 1)) await journal.checkpoint();
  }
  texts = [...(store.entries(0, SIZE) as Iterable<string>)];
  notes = (await store.checkpoints(9)).map(({ note }) => note);
  await journal.close();
});

const verifier = { sha256, verifySignature: verifyEd25519 };

const verify = (entries: readonly string[], trust: Partial<LedgerTrust> = {}): Promise<LedgerReport> =>
  verifyLedger(entries, { publicKey: signer.publicKey, checkpoints: notes, ...trust }, verifier);

const failed = (report: LedgerReport): string[] =>
  report.checks.filter(({ status }) => status === "failed").map(({ name }) => name);

const skipped = (report: LedgerReport): string[] =>
  report.checks.filter(({ status }) => status === "skipped").map(({ name }) => name);

/** What somebody without the key can make: the same ledger with some bodies changed, chained anew. */
function forged(change: (body: string, seq: number) => string, from: readonly string[] = texts): string[] {
  let prev = NO_ENTRY;
  return from.map((text, seq) => {
    const entry = readEntry(text);
    if (entry === null) throw new Error("not an entry");
    const made = entryText({ at: entry.at, prev, seq }, entry.kind, change(JSON.stringify(entry.body), seq));
    prev = entryHash(made, sha256);
    return made;
  });
}

describe("a whole ledger", () => {
  it("passes every check, and says that its end is not certain", async () => {
    const report = await verify(texts);
    expect(report).toMatchObject({ ok: true, size: SIZE, firstBadSeq: null, truncation: "not excluded" });
    expect(report.checks.map(({ status }) => status)).toEqual(Array(7).fill("passed"));
    expect(report.root).toBe(signer.lastSigned().root);
  });

  it("is known not to be cut off as far as a checkpoint kept elsewhere reaches", async () => {
    expect(await verify(texts, { known: notes.slice(0, 2) })).toMatchObject({ truncation: "excluded up to size 21" });
    const cut = await verify(texts.slice(0, 30), { checkpoints: notes.slice(0, 2) });
    expect(cut).toMatchObject({ ok: true, size: 30, truncation: "not excluded" });
  });

  it("says what it was not asked to check", async () => {
    const report = await verifyLedger(texts, { checkpoints: [] }, verifier);
    expect([report.ok, skipped(report)]).toEqual([true, ["origin", "signatures", "roots"]]);
    const unkeyed = await verifyLedger(texts, { checkpoints: notes }, verifier);
    expect([unkeyed.ok, skipped(unkeyed)]).toEqual([true, ["signatures"]]);
  });

  it("may come from an asynchronous source", async () => {
    async function* source() {
      yield* texts;
    }
    const report = await verifyLedger(source(), { publicKey: signer.publicKey, checkpoints: notes }, verifier);
    expect(report.ok).toBe(true);
  });
});

describe("tampering is found and named", () => {
  it.each<[string, () => readonly string[], readonly string[], number | null]>([
    ["a changed body", () => texts.with(7, (texts[7] as string).replace("700", "900")), ["chain", "roots"], 7],
    ["a changed last entry", () => texts.with(40, (texts[40] as string).replace("4000", "9000")), ["roots"], null],
    [
      "a changed link",
      () =>
        texts.with(
          7,
          (texts[7] as string).replace(/"prev":"(.)/, (_, first) => `"prev":"${first === "f" ? "0" : "f"}`),
        ),
      ["chain", "roots"],
      7,
    ],
    [
      "a changed number",
      () => texts.with(7, (texts[7] as string).replace('"seq":7', '"seq":8')),
      ["sequence", "chain", "roots"],
      7,
    ],
    ["a changed kind", () => texts.with(7, (texts[7] as string).replace("decision", "refusal")), ["chain", "roots"], 7],
    [
      "an unknown kind",
      () => texts.with(7, (texts[7] as string).replace("decision", "decisiom")),
      ["form", "chain", "roots"],
      7,
    ],
    [
      "a changed time",
      () => texts.with(7, (texts[7] as string).replace("00:00:07", "00:00:01")),
      ["chain", "time", "roots"],
      7,
    ],
    ["a removed entry", () => texts.toSpliced(7, 1), ["sequence", "chain", "roots"], 7],
    ["removed entries over a power of ten", () => texts.toSpliced(8, 5), ["sequence", "chain", "roots"], 8],
    ["the first entry removed", () => texts.slice(1), ["sequence", "chain", "origin", "roots"], 0],
    ["a repeated entry", () => texts.toSpliced(7, 0, texts[6] as string), ["sequence", "chain", "roots"], 7],
    [
      "entries in another order",
      () => texts.with(7, texts[8] as string).with(8, texts[7] as string),
      ["sequence", "chain", "time", "roots"],
      7,
    ],
    [
      "an inserted entry",
      () =>
        texts.toSpliced(
          7,
          0,
          entryText(
            { at: "2026-11-20T00:00:07.000Z", prev: entryHash(texts[6] as string, sha256), seq: 7 },
            "decision",
            "{}",
          ),
        ),
      ["sequence", "chain", "roots"],
      8,
    ],
    ["an empty text", () => texts.with(7, ""), ["form", "chain", "roots"], 7],
    ["a cut text", () => texts.with(7, (texts[7] as string).slice(0, -1)), ["form", "chain", "roots"], 7],
    ["the end cut off", () => texts.slice(0, 40), ["roots"], null],
    ["everything removed", () => [], ["origin", "roots"], null],
    ["a body changed and all chained anew", () => forged((body, seq) => (seq === 7 ? "{}" : body)), ["roots"], null],
    ["an entry removed and all chained anew", () => forged((body) => body, texts.toSpliced(7, 1)), ["roots"], null],
    [
      "another ledger",
      () => forged((body, seq) => (seq === 0 ? '{"origin":"writ/other"}' : body)),
      ["origin", "roots"],
      null,
    ],
  ])("%s", async (_, tampered, expected, firstBadSeq) => {
    const report = await verify(tampered());
    expect([failed(report).sort(), report.firstBadSeq]).toEqual([[...expected].sort(), firstBadSeq]);
    expect(report.ok).toBe(false);
  });

  it("any flipped bit of any entry", async () => {
    const all = Buffer.from(texts.slice(0, 21).join("\n"));
    for (let bit = 0; bit < all.length * 8; bit += 7) {
      const changed = Buffer.from(all);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const entries = changed.toString("utf8").split("\n");
      const report = await verifyLedger(
        entries,
        { publicKey: signer.publicKey, checkpoints: [notes[1] as string] },
        verifier,
      );
      expect([bit, report.ok]).toEqual([bit, false]);
    }
  });

  it("a ledger rolled back together with its checkpoints, by one kept elsewhere", async () => {
    const old = { checkpoints: notes.slice(0, 2), known: [notes[2] as string] };
    const report = await verify(texts.slice(0, 25), old);
    expect(failed(report)).toEqual(["roots"]);
    expect(report.checks.at(-1)?.detail).toBe("only 25 of 41 entries are there: cut off or rolled back");
    expect(report.truncation).toBe("not excluded");
  });

  it("a ledger made anew and signed with another key", async () => {
    const key = path.join(root, "forger");
    createKey(key, sha256);
    const forger = openSigner(key, sha256);
    const store = memoryStore();
    const journal = await openJournal({ store, signer: forger, clock: Date, sha256, origin: "" });
    await journal.close();
    const made = [...(store.entries(0, 9) as Iterable<string>)];
    await store.open();
    const signed = (await store.checkpoints(1)).map(({ note }) => note);
    expect(failed(await verify(made, { checkpoints: signed }))).toEqual(["origin", "signatures"]);
    expect((await verify(made, { checkpoints: signed, publicKey: forger.publicKey })).ok).toBe(true);
  });

  it("a checkpoint that is malformed, changed, or of another origin", async () => {
    const [, , last = ""] = notes;
    for (const note of ["", "x", last.replace("\n41\n", "\n40\n"), last.replace(/.(=\n)$/, "!$1")]) {
      expect(failed(await verify(texts, { checkpoints: [note] }))).toContain("signatures");
    }
    expect(failed(await verify(texts, { origin: "writ/other" }))).toEqual(["origin"]);
  });
});
