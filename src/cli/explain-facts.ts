/** What an explanation is given by: an empty ledger, or one that somebody else may be writing. */

import type { Book } from "../book/book.ts";
import { judgeCall } from "../book/judge-call.ts";
import { policyEntry } from "../engine/policy-entry.ts";
import { decidePrepared, NO_SNAPSHOT, type Prepared } from "../intent/record.ts";
import { unspent } from "../kernel/budget-fact.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import { formatInstant } from "../kernel/instant.ts";
import { bodyOf } from "../ledger/link.ts";
import { sha256 } from "../sha256/node.ts";
import type { LedgerFile } from "../store/sqlite.ts";
import { bookOf } from "./ledger-book.ts";
import type { Loaded } from "./policy.ts";

/** A decision, and everything that was read for it. */
export interface Given {
  readonly decision: Decision;
  readonly facts: Facts;
  /** The decision that answered the same call before; the facts are those of then. */
  readonly answered: string | null;
}

/** Where nothing was ever spent, nobody has said anything, and nothing is frozen. */
export function emptyFacts(prepared: Prepared, at: string): Given {
  const windows = unspent(prepared.request, (prepared.snapshot ?? NO_SNAPSHOT).budgets);
  const facts = { at: prepared.at ?? at, nonce: "free", windows } as const;
  return { facts, decision: decidePrepared(prepared, facts, "given"), answered: null };
}

/** As an engine would answer that opens the ledger now with these policies; nothing is written. */
export async function ledgerFacts(
  prepared: Prepared,
  { ledger, loaded, nowMs }: { readonly ledger: LedgerFile; readonly loaded: Loaded; readonly nowMs: number },
): Promise<Given> {
  const book = await bookOf(ledger);
  // The clock of this machine may be behind that of the ledger, and is not believed after a jump.
  const ms = book.jumps.open() === null ? Math.max(nowMs, book.at()) : book.at();
  const at = formatInstant(ms);
  putIntoForce(loaded, book, at);
  const basis = { seq: ledger.size(), root: "" };
  const ground = { at, basis, time: "own", guard: "", sha256, parks: true, superseded: false } as const;
  const judged = judgeCall(prepared, ground, book);
  if (judged.kind === "decided") return { ...readBody(judged.body), answered: null };
  for await (const text of ledger.entries(judged.seq, judged.seq + 1))
    return { ...readBody(bodyOf(text)?.body ?? ""), answered: `d-${judged.seq}` };
  throw new Error(`entry ${judged.seq} is missing`);
}

/** In this copy of the book only: budgets that these policies change hold as they would then. */
function putIntoForce({ sources, snapshot, diagnostics }: Loaded, book: Book, at: string): void {
  if (snapshot?.hash === book.loads.inForce()?.hash) return;
  const entry = policyEntry({ files: sources.files, settings: {}, snapshot, diagnostics });
  book.apply({ ...entry, seq: book.size(), at, hash: "" });
}

function readBody(body: string): Pick<Given, "decision" | "facts"> {
  const { decision, facts } = JSON.parse(body) as Pick<Given, "decision" | "facts">;
  return { decision, facts };
}
