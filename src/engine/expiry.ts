/** Releases tickets that nobody claimed in time, before the next decision or, when none comes, by a timer. */

import type { Book } from "../book/book.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Journal } from "./journal.ts";
import { expiryWork } from "./ticket-work.ts";

export interface Expiry {
  /** Asks for the release of everything that is overdue at a time; what is asked for afterwards comes after it. */
  release(at: string): void;
  /** Looks again now and then, for as long as there is anything that can expire. */
  watch(): void;
  /** Releases what is overdue once more, and then nothing. */
  stop(): void;
}

export interface ExpiryParts {
  readonly journal: Journal;
  readonly book: Book;
  /** The time that it is when no call comes, in milliseconds; what it throws is left to the next decision. */
  readonly now: () => number;
}

const LOOK_MS = 1000;

export function createExpiry({ journal, book, now }: ExpiryParts): Expiry {
  /** Asked for, and not recorded yet. */
  const asked = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  function release(at: string): void {
    const instant = parseInstant(at);
    if (instant === null || instant < book.tickets.nextExpiry()) return;
    for (const decision of book.tickets.overdue(instant)) ask(decision, at);
  }

  function ask(decision: string, at: string): void {
    if (asked.has(decision)) return;
    asked.add(decision);
    const done = (): void => void asked.delete(decision);
    // What fails is still overdue, and is asked for again.
    journal.submit(expiryWork({ decision, at, book })).then(done, done);
  }

  function watch(): void {
    if (timer !== null || isStopped || book.tickets.nextExpiry() === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => {
      timer = null;
      look();
      watch();
    }, LOOK_MS).unref();
  }

  function look(): void {
    try {
      release(formatInstant(now()));
    } catch {
      // A clock that fails now is asked again at the next decision.
    }
  }

  // What an earlier engine left.
  watch();
  return {
    release,
    watch,
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      look();
    },
  };
}
