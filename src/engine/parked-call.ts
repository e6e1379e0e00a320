/** The call of an ask, which is decided again without being sent again. */

import { type Parked, waitedFor } from "../book/ask.ts";
import type { Book } from "../book/book.ts";
import { restoredText } from "../intent/redact.ts";
import { bodyOf } from "../ledger/link.ts";
import type { Journal } from "./journal.ts";

/** Where asks are kept. */
interface Kept {
  readonly journal: Journal;
  readonly book: Book;
}

/** The call as it was received; null when the decision parked none. */
export async function parkedCall({ journal, book }: Kept, id: string): Promise<string | null> {
  const own = book.asks.list().find((ask) => ask.id === id);
  const parked = own ?? (await waitedForBy(id, { journal, book }));
  if (parked === null) return null;
  const found = bodyOf(await journal.entry(parked.seq));
  if (found === null) return null;
  const { call, redacted = [] } = JSON.parse(found.body) as ParkedBody;
  if (call === null || redacted.length === 0) return call;
  const openings = await journal.openings(parked.seq);
  // What was forgotten cannot be decided again.
  return openings.length < redacted.length ? null : restoredText(call, openings);
}

/** The ask of another decision for the same; rejects where there is no such entry. */
async function waitedForBy(id: string, { journal, book }: Kept): Promise<Parked | null> {
  const [, seq] = /^d-(\d{1,15})$/.exec(id) ?? [];
  const found = seq === undefined ? null : bodyOf(await journal.entry(Number(seq)));
  const ask = found?.kind === "decision" ? waitedFor(JSON.parse(found.body)) : null;
  return ask === null ? null : book.asks.find(ask);
}

interface ParkedBody {
  readonly call: string | null;
  readonly redacted?: readonly string[];
}
