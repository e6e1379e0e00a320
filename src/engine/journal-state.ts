/** The ledger of a journal, and how it is found again when a write went wrong. */

import { readCheckpoint } from "../ledger/checkpoint.ts";
import type { TreeHead } from "../ledger/proof.ts";
import type { JournalParts } from "./journal.ts";
import { takeIn } from "./journal-fold.ts";
import { follow, type Overtaken, rewind, upTo } from "./journal-follow.ts";
import { checkContinues, headOf, type Ledger, loadLedger, rootAt } from "./journal-ledger.ts";
import { type Signer, type Store, StoreError } from "./port.ts";

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;

/** Why the ledger is not known at present, and what it may turn out to be. */
interface Lost {
  readonly error: StoreError;
  readonly outcomes: readonly TreeHead[];
  /** When reading it back failed, and how long not to try again. */
  readonly failedAt: number;
  readonly waitMs: number;
}

/** Holds the ledger while it is certain what is stored, and reads it back otherwise. */
export class JournalState {
  readonly #parts: JournalParts;
  #ledger: Ledger | null = null;
  #lost: Lost | null = null;
  /** Set once, when what is stored contradicts what was durable or signed: only people can judge that. */
  #verdict: StoreError | null = null;

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  /** Opens the store and compares it with what was signed. */
  async open(): Promise<Ledger> {
    const { store, signer, sha256 } = this.#parts;
    const ledger = await this.#load();
    const heads = await commitments(store, signer);
    // Others may have gone on meanwhile, and signed that.
    if (store.shared !== undefined) await follow(ledger, this.#parts);
    for (const head of heads) {
      await checkContinues({ reader: store, ledger }, head, sha256);
    }
    await takeIn(this.#parts, ledger.tree.size());
    this.#ledger = ledger;
    return ledger;
  }

  /** The ledger as stored; rejects with StoreError `refused` while that is not known, and tries to find out. */
  async ledger(): Promise<Ledger> {
    return this.#ledger ?? (await this.#recover());
  }

  /** A write went wrong: what is stored has one of these heads, and must be read back. */
  lose(error: StoreError, outcomes: readonly TreeHead[]): void {
    this.#parts.fold?.discard();
    this.#ledger = null;
    this.#lost = { error, outcomes, failedAt: 0, waitMs: 0 };
  }

  /** Others were faster: takes in what they wrote, in place of the draft; with `hold`, until it is stored nobody writes. */
  async catchUp(overtaken: Overtaken, hold: boolean): Promise<Ledger> {
    const { size } = overtaken.draft.before;
    this.#parts.fold?.discard();
    const ledger = await this.#follow(rewind(await this.ledger(), overtaken, this.#parts.sha256), hold);
    if (ledger.tree.size() > size) return ledger;
    this.condemn(new StoreError("corrupt", "the store refuses what continues the ledger: its head is another"));
    throw refusal(this.#verdict);
  }

  /** The ledger with what others have written until now. */
  async newest(): Promise<Ledger> {
    const ledger = await this.ledger();
    return this.#parts.store.shared === undefined ? ledger : this.#follow(ledger, false);
  }

  /** Nothing is recorded any more. */
  condemn(error: StoreError): void {
    this.#verdict = error;
    this.#ledger = null;
  }

  problem(): StoreError | null {
    return this.#verdict ?? this.#lost?.error ?? null;
  }

  async #recover(): Promise<Ledger> {
    const lost = this.#lost;
    if (this.#verdict !== null || lost === null) throw refusal(this.#verdict);
    // A clock that was set back must not lengthen the wait.
    if (Math.abs(this.#parts.clock.now() - lost.failedAt) < lost.waitMs) throw refusal(lost.error);
    const ledger = await this.#reload(lost);
    if (!(await this.#isExpected(ledger, lost))) {
      this.condemn(new StoreError("corrupt", "after a failed write the store holds something else than was written"));
      throw refusal(this.#verdict);
    }
    await takeIn(this.#parts, ledger.tree.size());
    this.#ledger = ledger;
    this.#lost = null;
    return ledger;
  }

  async #follow(ledger: Ledger, hold: boolean): Promise<Ledger> {
    const before = headOf(ledger);
    try {
      if (hold) await this.#parts.store.shared?.hold();
      await follow(ledger, this.#parts);
      await takeIn(this.#parts, ledger.tree.size());
    } catch (cause) {
      this.lose(storeError(cause), [before]);
      throw cause;
    }
    this.#ledger = ledger;
    return ledger;
  }

  /** Is the ledger what the write can have left? Where others write too, that is a beginning of it. */
  async #isExpected(ledger: Ledger, { outcomes }: Lost): Promise<boolean> {
    const { store, sha256 } = this.#parts;
    const head = headOf(ledger);
    const [before] = outcomes;
    if (store.shared === undefined || before === undefined)
      return outcomes.some(({ size, root }) => size === head.size && root === head.root);
    if (head.size < before.size) return false;
    return (await rootAt({ reader: store, ledger }, before.size, sha256)) === before.root;
  }

  async #reload(lost: Lost): Promise<Ledger> {
    try {
      return await this.#load();
    } catch (cause) {
      const error = storeError(cause);
      const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, lost.waitMs * 2));
      this.#lost = { ...lost, error, failedAt: this.#parts.clock.now(), waitMs };
      throw refusal(error);
    }
  }

  async #load(): Promise<Ledger> {
    const { store, sha256 } = this.#parts;
    await store.close();
    const { size } = await store.open();
    return loadLedger(store.shared === undefined ? store : upTo(store, size), size, sha256);
  }
}

/** The error of a store, whatever it threw. */
export function storeError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  return new StoreError("in_doubt", cause instanceof Error ? cause.message : "the store failed", { cause });
}

function refusal(cause: StoreError | null): StoreError {
  return new StoreError("refused", `the ledger cannot be written: ${cause?.message ?? "it is not open"}`, { cause });
}

/** What was signed, as the signer remembers it and as the store shows it. */
async function commitments(store: Store, signer: Signer | null): Promise<readonly TreeHead[]> {
  const stored = (await store.checkpoints(1)).map(({ note }) => readCheckpoint(note));
  const heads = signer === null ? stored : [...stored, signer.lastSigned()];
  return heads.map((head) => {
    if (head !== null) return head;
    throw new StoreError("corrupt", "the last checkpoint in the store is malformed");
  });
}
