/** Everything that follows from the entries of a ledger, kept as they come; docs/spec/engine.md. */

import { createUndoLog } from "../budget/undo.ts";
import type { OffsetAt } from "../budget/window.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { EntryKind } from "../ledger/entry.ts";
import { type Asks, createAsks } from "./ask.ts";
import { type Bindings, createBindings } from "./binding.ts";
import { BookError, type Fold, type Passing } from "./fold.ts";
import { createFreezes, type Freezes } from "./freeze.ts";
import { createJumps, type Jumps } from "./jump.ts";
import { createLoads, type Loads } from "./load.ts";
import { createTickets, type Tickets } from "./ticket.ts";

export interface Book {
  /** Number of entries taken. */
  size(): number;
  /** The time of the last entry, in milliseconds since the epoch. */
  at(): number;
  /** Takes the next entry; throws BookError, and changes nothing, when it contradicts those before it. */
  apply(entry: Passing): void;
  /** What was applied is stored: it cannot be taken back any more. */
  keep(): void;
  /** Takes back what was applied and not kept. */
  discard(): void;
  /** Number of entries that cannot be taken back any more. */
  kept(): number;
  readonly asks: Asks;
  readonly bindings: Bindings;
  readonly freezes: Freezes;
  readonly jumps: Jumps;
  readonly loads: Loads;
  readonly tickets: Tickets;
}

/** An empty book. `offsetAt` knows the time zones of calendar budgets. */
export function createBook(offsetAt: OffsetAt): Book {
  const log = createUndoLog();
  const asks = createAsks(log.undo);
  const bindings = createBindings(log.undo);
  const freezes = createFreezes(log.undo);
  const jumps = createJumps(log.undo);
  const loads = createLoads(log.undo);
  const isTimeKnown = (): boolean => jumps.open() === null;
  const tickets = createTickets({
    offsetAt,
    isFrozen: (concern, at) => freezes.on(concern, at) !== null,
    isTimeKnown,
    undo: log.undo,
  });
  /** Adding a fold is adding it to the rows of the kinds it is about. */
  const folds: Readonly<Partial<Record<EntryKind, readonly Fold[]>>> = {
    policy: [tickets, loads],
    policy_refused: [loads],
    decision: [bindings, tickets, asks],
    claim: [tickets],
    outcome: [tickets],
    release: [tickets],
    freeze: [freezes],
    clock_jump: [jumps],
    clock_confirm: [jumps],
    statement: [asks],
  };
  let [size, at] = [0, ""];
  let kept = { size, at };
  let read = { text: "", ms: 0 };

  function take(entry: Passing): void {
    const rows = saysNothing(entry) ? undefined : folds[entry.kind];
    if (rows === undefined) return;
    const { kind, seq, hash } = entry;
    const seen = { kind, seq, hash, at: parseInstant(entry.at) ?? 0, body: readBody(entry) };
    const mark = log.size();
    try {
      for (const fold of rows) fold.apply(seen);
    } catch (error) {
      log.rollback(mark);
      throw error;
    }
  }

  return {
    size: () => size,
    at: () => {
      if (at !== read.text) read = { text: at, ms: parseInstant(at) ?? 0 };
      return read.ms;
    },
    apply(entry) {
      take(entry);
      size++;
      at = entry.at;
    },
    keep() {
      log.keep();
      kept = { size, at };
    },
    discard() {
      log.rollback(0);
      ({ size, at } = kept);
    },
    kept: () => kept.size,
    asks,
    bindings,
    freezes,
    jumps,
    loads,
    tickets,
  };
}

/** How the body of a decision ends that neither parks, reserves nor uses anything: most do, and need not be read. */
const PLAIN_END = '"request_hash":"0x';
const PLAIN_END_LENGTH: number = PLAIN_END.length + 64 + '"}'.length;

/** Quotes within texts are escaped, so that this can only be the last member of the body itself. */
function saysNothing({ kind, body }: Passing): boolean {
  return kind === "decision" && body.startsWith(PLAIN_END, body.length - PLAIN_END_LENGTH);
}

function readBody({ body, read, seq }: Passing): unknown {
  if (read !== undefined) return read;
  try {
    return JSON.parse(body);
  } catch {
    throw new BookError("entry.body", `the body of entry ${seq} is not JSON`);
  }
}
