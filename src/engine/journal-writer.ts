/** The life of a journal: one turn at a time, each a batch and then whatever else was asked for. */

import type { Opening } from "../kernel/redaction.ts";
import { type Plan, planConsistency, planInclusion } from "../ledger/plan.ts";
import type { ConsistencyClaim, InclusionClaim, TreeHead } from "../ledger/proof.ts";
import type { JournalParts, Placed, Work } from "./journal.ts";
import { compose, type Draft, type Waiting } from "./journal-batch.ts";
import { headOf, type Ledger, proveFrom, rootAt } from "./journal-ledger.ts";
import { JournalState, storeError } from "./journal-state.ts";
import { StoreError } from "./port.ts";

/** Entries of one transaction, so that no caller waits for thousands of others. */
const BATCH_SIZE = 1024;

/** So often others may be faster; then they are kept out, so that nobody waits for ever. */
const HOLD_AFTER = 3;

const CHECKPOINT_MS = 1000;

/** Batches of one turn of the event loop: callers that go on at once are not kept waiting, and nor is anybody else. */
const ROUNDS = 8;

/** Promises between an answer and the next call of who awaited it; whoever takes more waits for the next turn. */
const HOPS = 6;

/** Owns the store, from `open` to `close`. */
export class JournalWriter {
  readonly #parts: JournalParts;
  readonly #state: JournalState;
  #waiting: Waiting[] = [];
  #jobs: (() => Promise<void>)[] = [];
  /** True from when a turn is asked for until it has ended. */
  #isBusy = false;
  #closing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #signed: { readonly size: number; readonly note: string } | null = null;

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#state = new JournalState(parts);
  }

  /** The name of the ledger, or null when it is empty. */
  async open(): Promise<string | null> {
    return (await this.#state.open()).origin;
  }

  submit(work: Work): Promise<Placed | null> {
    return new Promise((resolve, reject) => {
      if (this.#closing !== null) return reject(new StoreError("refused", "the ledger is closed"));
      this.#waiting.push({ work, resolve, reject });
      this.#wake();
    });
  }

  checkpoint(): Promise<string | null> {
    return this.#between(() => this.#sign());
  }

  entry(seq: number): Promise<string> {
    return this.#alone(async () => {
      for await (const text of this.#parts.store.entries(seq, seq + 1)) return text;
      throw new StoreError("refused", `there is no entry \`${seq}\``);
    });
  }

  openings(seq: number): Promise<readonly Opening[]> {
    return this.#alone(() => this.#parts.store.openings(seq));
  }

  head(): Promise<TreeHead> {
    return this.#alone(async (ledger) => headOf(ledger));
  }

  inclusion(index: number): Promise<InclusionClaim> {
    return this.#alone(async (ledger) => {
      const head = headOf(ledger);
      if (!(index >= 0 && index < head.size)) throw new StoreError("refused", `there is no entry \`${index}\``);
      const plan = [[{ height: 0, index }], ...planInclusion(index, head.size)];
      const [leaf = "", ...proof] = await this.#prove(ledger, plan);
      return { leaf, index, head, proof };
    });
  }

  consistency(size: number): Promise<ConsistencyClaim> {
    return this.#alone(async (ledger) => {
      const newer = headOf(ledger);
      if (!(size >= 0 && size <= newer.size)) throw new StoreError("refused", `there is no size \`${size}\` yet`);
      const older = { size, root: await this.#rootAt(ledger, size) };
      return { older, newer, proof: await this.#prove(ledger, planConsistency(size, newer.size)) };
    });
  }

  problem(): StoreError | null {
    return this.#state.problem();
  }

  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    const signed = this.#between(async () => {
      while (this.#waiting.length > 0) await this.#serve();
      await this.#sign();
    });
    this.#closing = signed.finally(() => this.#parts.store.close());
    if (this.#timer !== null) clearTimeout(this.#timer);
    return this.#closing;
  }

  /** Runs a job on the ledger between two batches. */
  #alone<T>(job: (ledger: Ledger) => Promise<T>): Promise<T> {
    return this.#between(async () => job(await this.#state.ledger()));
  }

  #between<T>(job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closing !== null) return reject(new StoreError("refused", "the ledger is closed"));
      this.#jobs.push(() => job().then(resolve, reject));
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    // All that callers ask for in this turn of the event loop goes into one batch; waiting longer would gain nothing.
    setImmediate(() => void this.#turn());
  }

  async #turn(): Promise<void> {
    for (let round = 0; round < ROUNDS && this.#waiting.length + this.#jobs.length > 0; round++) {
      const jobs = this.#jobs;
      this.#jobs = [];
      await this.#serve();
      for (const job of jobs) await job();
      await continuations();
    }
    this.#isBusy = false;
    if (this.#waiting.length + this.#jobs.length > 0) this.#wake();
  }

  /** Makes one batch durable and answers its callers; never rejects. */
  async #serve(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, BATCH_SIZE);
    try {
      await this.#record(batch, await this.#state.ledger(), 0);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** `conflicts` counts how often others were faster. */
  async #record(batch: readonly Waiting[], ledger: Ledger, conflicts: number): Promise<void> {
    const draft = compose(batch, ledger, this.#parts);
    this.#waiting.unshift(...draft.rest);
    const { before, prev, entries, openings, hashes, works, others } = draft;
    // What holds the others off must let go of them, also when there is nothing to store.
    if (entries.length === 0 && conflicts <= HOLD_AFTER) return answerOthers(others);
    const tiles = ledger.tree.takeTiles();
    try {
      await this.#parts.store.append({ first: before.size, prev, last: ledger.prev, entries, tiles, openings });
    } catch (cause) {
      const error = storeError(cause);
      if (error.code !== "conflict" || conflicts > HOLD_AFTER) return this.#fail(error, draft, headOf(ledger));
      const present = await this.#state.catchUp({ draft, tiles }, conflicts === HOLD_AFTER);
      return this.#record([...works, ...others], present, conflicts + 1);
    }
    this.#parts.fold?.keep();
    for (let i = 0; i < works.length; i++) works[i]!.resolve({ seq: before.size + i, hash: hashes[i]! });
    answerOthers(others);
    this.#scheduleCheckpoint();
  }

  /** Reads back what is really stored, and only then lets the callers go on: they may close the store. */
  async #fail(error: StoreError, draft: Draft, after: TreeHead): Promise<void> {
    this.#state.lose(error, error.code === "in_doubt" ? [draft.before, after] : [draft.before]);
    await this.#state.ledger().catch(ignore);
    for (const { reject } of [...draft.works, ...draft.others]) reject(error);
  }

  async #sign(): Promise<string | null> {
    const { signer, store } = this.#parts;
    const { size } = headOf(await this.#state.ledger());
    if (signer === null) return null;
    if (this.#signed?.size === size) return this.#signed.note;
    if ((await this.#keeping(() => store.shared?.beginSigning())) === false) return null;
    // What others have signed is in it: they may have the same key.
    const ledger = await this.#state.newest();
    const head = headOf(ledger);
    const note = await signer.sign(head, (older) => this.#rootAt(ledger, older)).catch((cause) => this.#condemn(cause));
    await this.#keeping(() => store.saveCheckpoint({ size: head.size, note }));
    this.#signed = { size: head.size, note };
    return note;
  }

  /** Asks the store for something that leaves the entries as they are; when that fails, they are read back. */
  async #keeping<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
    const head = headOf(await this.#state.ledger());
    try {
      return await ask();
    } catch (cause) {
      this.#state.lose(storeError(cause), [head]);
      throw cause;
    }
  }

  /** A ledger that contradicts what was signed is written no more; other failures of the signer may pass. */
  #condemn(cause: unknown): never {
    if (!(cause instanceof Error)) throw cause;
    if (!(cause instanceof StoreError))
      throw new StoreError("refused", `nothing was signed: ${cause.message}`, { cause });
    if (cause.code === "rolled_back") this.#state.condemn(cause);
    throw cause;
  }

  #scheduleCheckpoint(): void {
    if (this.#timer !== null || this.#parts.signer === null || this.#closing !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // What fails shows in `problem`, or at the next checkpoint somebody asks for.
      this.checkpoint().then((note) => note === null && this.#scheduleCheckpoint(), ignore);
    }, this.#parts.checkpointMs ?? CHECKPOINT_MS).unref();
  }

  #rootAt(ledger: Ledger, size: number): Promise<string> {
    return rootAt({ reader: this.#parts.store, ledger }, size, this.#parts.sha256);
  }

  #prove(ledger: Ledger, plan: Plan): Promise<readonly string[]> {
    return proveFrom({ reader: this.#parts.store, ledger }, plan, this.#parts.sha256);
  }
}

function answerOthers(others: readonly Waiting[]): void {
  for (const { resolve } of others) resolve(null);
}

/** Lets those who were answered go on, and ask again if they want to. */
async function continuations(): Promise<void> {
  for (let hop = 0; hop < HOPS; hop++) await null;
}

function ignore(): void {}
