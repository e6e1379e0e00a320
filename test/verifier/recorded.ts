/** A signed ledger in memory, and the capsules of all its decisions. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { sha256 } from "#sha256";
import { createBook } from "../../src/book/book.ts";
import { exportCapsule, type Wanted } from "../../src/cli/capsule-file.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { openJournal } from "../../src/engine/journal.ts";
import { createKey } from "../../src/engine/key.ts";
import { policyEntry } from "../../src/engine/policy-entry.ts";
import type { Store } from "../../src/engine/port.ts";
import { saltsOf } from "../../src/engine/salt.ts";
import { openSigner } from "../../src/engine/signer.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { checkPolicies } from "../../src/index.ts";
import type { TrustFile } from "../../src/proof/capsule-trust.ts";
import { memoryStore } from "../../src/store/memory.ts";

/** Work to be recorded: texts are taken word for word, other calls as objects. */
export interface Day {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly calls: readonly unknown[];
  /** Links that the calls find. */
  readonly links?: Readonly<Record<string, string>>;
  /** More entries after the decisions: kind and body. */
  readonly more?: readonly (readonly ["claim" | "outcome", unknown])[];
  /** Redacted fields that the capsules open; none if left out. */
  readonly reveal?: Wanted["reveal"];
}

export interface Recorded {
  readonly trust: TrustFile;
  /** Of each decision, in order. */
  readonly capsules: readonly string[];
}

const NOW_MS = 1_795_176_000_000;
const AT = "2026-11-20T12:00:00.000Z";

/** Records a day under a new key. */
export async function record({ files, calls, links = {}, more = [], reveal = [] }: Day): Promise<Recorded> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "writ-capsule-"));
  const file = path.join(folder, "key");
  createKey(file, sha256);
  const signer = openSigner(file, sha256);
  const store = memoryStore();
  const clock = { now: () => NOW_MS };
  const book = createBook(offsetAt);
  const journal = await openJournal({ store, signer, clock, sha256, origin: signer.origin, fold: book });
  const { snapshot, diagnostics } = checkPolicies(files);
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, AT);
  const resolve = (from: string): string | null => links[from] ?? null;
  const salt = saltsOf(await store.secret());
  const engine = createEngine({ snapshot, journal, book, clock, files: { resolve }, sha256, time: "own", salt });
  for (const call of calls) {
    if (typeof call === "string" || call instanceof Uint8Array) await engine.decideText(call);
    else await engine.decide(call);
  }
  await engine.close();
  // Without a book, which would refuse what no engine records.
  const forger = await openJournal({ store, signer, clock, sha256, origin: signer.origin });
  for (const [what, told] of more) await forger.append(what, JSON.stringify(told), AT);
  await forger.checkpoint();
  const capsules = await capsulesOf(store, calls.length, reveal);
  await forger.close();
  fs.rmSync(folder, { recursive: true });
  const { origin, publicKey: key } = signer;
  return { trust: { origin, key, first: 0, last: null, witnesses: [], quorum: 0 }, capsules };
}

/** A genesis and a policy come before the first decision. */
async function capsulesOf(store: Store, count: number, reveal: Wanted["reveal"]): Promise<readonly string[]> {
  const { size } = await store.open();
  const capsules: string[] = [];
  for (let seq = 2; seq < 2 + count; seq++) {
    const exported = await exportCapsule(store, { seq, size, reveal });
    if (!exported.ok) throw new Error(exported.why);
    capsules.push(exported.text);
  }
  return capsules;
}
