/** Releases tickets that nobody claimed in time, before the next decision or, when none comes, by a timer. */

import type { Book } from "../book/book.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Journal } from "./journal.ts";
import type { Clock } from "./port.ts";
import { expiryWork } from "./ticket-work.ts";

export interface Expiry {
  /** Asks for the release of everything that is overdue at a time; what is asked for afterwards comes after it. */
  release(at: string): void;
  /** Releases what is overdue once more, and then nothing. */
  stop(): void;
}

export interface ExpiryParts {
  readonly journal: Journal;
  readonly book: Book;
  readonly clock: Clock;
}

const LOOK_MS = 1000;

export function createExpiry({ journal, book, clock }: ExpiryParts): Expiry {
  /** Asked for, and not recorded yet. */
  const asked = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  function release(at: string): void {
    const next = book.tickets.nextExpiry();
    if (next === Number.POSITIVE_INFINITY) return;
    watch();
    const now = parseInstant(at);
    if (now === null || now < next) return;
    for (const decision of book.tickets.overdue(now)) ask(decision, at);
  }

  function ask(decision: string, at: string): void {
    if (asked.has(decision)) return;
    asked.add(decision);
    const done = (): void => void asked.delete(decision);
    // What fails is still overdue, and is asked for again.
    journal.submit(expiryWork({ decision, at, book })).then(done, done);
  }

  function watch(): void {
    if (timer !== null || isStopped) return;
    timer = setTimeout(() => {
      timer = null;
      look();
    }, LOOK_MS).unref();
  }

  function look(): void {
    try {
      release(formatInstant(clock.now()));
    } catch {
      // A clock that fails now is asked again at the next decision.
    }
  }

  return {
    release,
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      look();
    },
  };
}
