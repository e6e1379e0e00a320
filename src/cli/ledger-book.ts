/** What follows from the entries of a ledger that somebody else may be writing. */

import { type Book, createBook } from "../book/book.ts";
import { BookError } from "../book/fold.ts";
import { StoreError } from "../engine/port.ts";
import { offsetAt } from "../engine/zone.ts";
import { entryHash } from "../ledger/entry.ts";
import { bodyOf, timeOf } from "../ledger/link.ts";
import { sha256 } from "../sha256/node.ts";
import type { LedgerFile } from "../store/sqlite.ts";

/** Reads all entries; rejects with StoreError `corrupt` when one contradicts those before it. */
export async function bookOf(ledger: LedgerFile): Promise<Book> {
  const book = createBook(offsetAt);
  for await (const text of ledger.entries(0, ledger.size())) take(book, text);
  return book;
}

function take(book: Book, text: string): void {
  const seq = book.size();
  const found = bodyOf(text);
  if (found === null) throw new StoreError("corrupt", `entry ${seq} is none; run \`writ ledger verify\``);
  try {
    book.apply({ ...found, seq, at: timeOf(text), hash: entryHash(text, sha256) });
    book.keep();
  } catch (error) {
    if (!(error instanceof BookError)) throw error;
    throw new StoreError("corrupt", `entry ${seq}: ${error.message}; run \`writ ledger audit\``);
  }
}
