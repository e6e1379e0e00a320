/** The durable engine, put together: policies, ledger, key and clock. */

import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { type Book, createBook } from "./book/book.ts";
import { type Control, createControl } from "./engine/control.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { type Journal, openJournal } from "./engine/journal.ts";
import { createKey, newOrigin } from "./engine/key.ts";
import { linkedFiles } from "./engine/link.ts";
import { policyEntry } from "./engine/policy-entry.ts";
import type { Clock, Signer, Store } from "./engine/port.ts";
import { risingClock } from "./engine/rising-clock.ts";
import { openSigner } from "./engine/signer.ts";
import { readSources, type Sources } from "./engine/source.ts";
import { isZone, offsetAt } from "./engine/zone.ts";
import { checkPolicies } from "./index.ts";
import type { Diagnostic } from "./kernel/diagnostic.ts";
import { formatInstant, parseInstant } from "./kernel/instant.ts";
import type { Snapshot } from "./kernel/rule.ts";
import type { LoadOptions } from "./policy/load.ts";
import { sha256 } from "./sha256/node.ts";
import { forgetfulStore } from "./store/forgetful.ts";
import { memoryStore } from "./store/memory.ts";

export type { BudgetStanding, OpenStanding } from "./book/standing.ts";
export type { ByGuard, Control, FreezeOptions } from "./engine/control.ts";
export type { Engine } from "./engine/engine.ts";
export type { Journal } from "./engine/journal.ts";
export { KeyError } from "./engine/key-file.ts";
export { StoreError } from "./engine/port.ts";
export type { Report, ReportedMovement } from "./engine/reported.ts";
export type { EventResult } from "./engine/ticket-work.ts";

export interface EngineOptions {
  /** Paths of policy files or directories, or policies that were read already, perhaps compiled too. */
  readonly policies: readonly string[] | (Sources & { readonly snapshot?: Snapshot | null });
  /** `memory`, or the path of the SQLite file that holds the ledger; it is made when it does not exist. */
  readonly state: string;
  readonly settings?: NonNullable<LoadOptions["settings"]>;
  /** Memory only: `forgotten` keeps no entry, so that a stream of any length needs no more memory. */
  readonly history?: "kept" | "forgotten";
  /** Memory only: the engine's clock stands at this RFC 3339 instant. */
  readonly at?: string;
  /** The system's clock if left out. */
  readonly clock?: Clock;
  /** Directory that relative paths of policies, state and calls start from; the working directory if left out. */
  readonly cwd?: string;
  /** Receives everything that is to be said of the policies; errors too, for an engine without a policy denies. */
  readonly warn?: (diagnostic: Diagnostic) => void;
  /** Told now and then how many entries of how many were read, while a long ledger is opened. */
  readonly onProgress?: (done: number, size: number) => void;
}

/**
 * Opens a ledger and an engine on it. Every decision is durable in the ledger before it is answered.
 *
 * Policies that do not load are no error here: the refusal is recorded and every call is denied `policy.invalid`.
 * Rejects with StoreError or KeyError when the ledger cannot be used: another process writes it, it was rolled back or
 * damaged, or its key is missing or readable by others.
 *
 * @example
 * const engine = await openEngine({ policies: ["policy.toml"], state: ".writ/state/writ.db" });
 * const answer = await engine.decide({ kind: "tool", tool: "read_file", args: ["README.md"] });
 * await engine.close();
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const cwd = resolve(options.cwd ?? ".");
  const clock = clockOf(options);
  const load = loadPolicies(options, cwd);
  for (const diagnostic of load.diagnostics) options.warn?.(diagnostic);
  const book = createBook(offsetAt);
  const journal = await openLedger(options, { cwd, clock, book });
  const { kind, body } = policyEntry(load);
  await journal.append(kind, body, formatInstant(beginning(options, clock).now()));
  const time = options.state === "memory" ? "given" : "own";
  // What is forgotten cannot be approved.
  const parks = options.state !== "memory" || options.history !== "forgotten";
  return createEngine({ snapshot: load.snapshot, journal, book, clock, files: linkedFiles(cwd), sha256, time, parks });
}

/** A ledger that is administered, and decides nothing. */
export interface Administration extends Control {
  /** Signs, and closes the ledger. */
  close(): Promise<void>;
}

/** Opens a ledger to freeze, release or look, without policies: those that were in force stay in force. */
export async function openAdministration(
  options: Pick<EngineOptions, "state" | "clock" | "cwd" | "onProgress">,
): Promise<Administration> {
  const cwd = resolve(options.cwd ?? ".");
  const clock = risingClock(options.clock ?? { now: () => Date.now() });
  const book = createBook(offsetAt);
  const journal = await openLedger(options, { cwd, clock, book });
  const now = (): number => clock.now();
  return { ...createControl({ journal, book, now, standAt: now }), close: () => journal.close() };
}

function clockOf({ at, state, clock }: EngineOptions): Clock {
  if (at === undefined) return clock ?? { now: () => Date.now() };
  const fixed = parseInstant(at);
  if (state !== "memory") throw new TypeError("`at` needs the state `memory`: a durable ledger keeps its own time");
  if (fixed === null) throw new TypeError(`\`at\` is not an RFC 3339 instant: \`${at}\``);
  return { now: () => fixed };
}

function loadPolicies(options: EngineOptions, cwd: string): Parameters<typeof policyEntry>[0] {
  const { policies } = options;
  const settings = { ...options.settings, ...ownPlaces(options, cwd) };
  const sources: Sources & { readonly snapshot?: Snapshot | null } =
    "files" in policies ? policies : readSources({ paths: policies, cwd, system: "/etc/writ" });
  if (sources.snapshot !== undefined)
    return { files: sources.files, settings, snapshot: sources.snapshot, diagnostics: sources.diagnostics };
  const checked = checkPolicies(sources.files, { settings, isZone });
  const diagnostics = [...sources.diagnostics, ...checked.diagnostics];
  const sound = diagnostics.every(({ severity }) => severity !== "error");
  return { files: sources.files, settings, snapshot: sound ? checked.snapshot : null, diagnostics };
}

/** A ledger outside of `.writ`, which is guarded anyway, and its key are guarded by name. */
function ownPlaces({ state, settings }: EngineOptions, cwd: string): NonNullable<LoadOptions["settings"]> {
  const file = resolve(cwd, state);
  if (state === "memory" || file.split(sep).includes(".writ")) return {};
  return { protected_paths: [...(settings?.protected_paths ?? []), file, keyFile(file)] };
}

interface Opening {
  readonly cwd: string;
  readonly clock: Clock;
  readonly book: Book;
}

type LedgerOptions = Pick<EngineOptions, "state" | "history" | "onProgress">;

async function openLedger(options: LedgerOptions, { cwd, clock, book }: Opening): Promise<Journal> {
  const { state, history, onProgress } = options;
  const [store, signer] = state === "memory" ? [volatile(history), null] : await durable(resolve(cwd, state));
  const progress = onProgress === undefined ? {} : { onProgress };
  const parts = { store, signer, clock: beginning(options, clock), sha256, origin: newOrigin(), fold: book };
  return openJournal({ ...parts, ...progress });
}

/** A ledger in memory begins before all time, so that the first call may be of any. */
function beginning({ state }: LedgerOptions, clock: Clock): Clock {
  return state === "memory" ? { now: () => 0 } : clock;
}

function volatile(history: EngineOptions["history"]): Store {
  return history === "forgotten" ? forgetfulStore() : memoryStore();
}

async function durable(file: string): Promise<readonly [Store, Signer]> {
  const { sqliteStore } = await import("./store/sqlite.ts");
  const key = keyFile(file);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  mkdirSync(dirname(key), { recursive: true, mode: 0o700 });
  // A ledger without its key must not get a new one: then nobody could tell it from a forged history.
  if (!existsSync(key) && !existsSync(file)) createKey(key, sha256);
  return [sqliteStore(file), openSigner(key, sha256)];
}

/** Beside the state directory: `.writ/state/writ.db` is signed by `.writ/keys/writ.key`; else `FILE.key`. */
export function keyFile(state: string): string {
  const directory = dirname(state);
  if (basename(directory) !== "state") return `${state}.key`;
  return join(dirname(directory), "keys", `${basename(state).replace(/\.[^.]*$/, "")}.key`);
}
