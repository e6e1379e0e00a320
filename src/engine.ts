/** The durable engine, put together: policies, ledger, key and clock. */

import { resolve } from "node:path";
import { ready } from "#on-demand";
import { type Book, createBook } from "./book/book.ts";
import { type Approvals, createApprovals } from "./engine/approval.ts";
import { ledgerClock } from "./engine/clock-work.ts";
import { type Control, createControl } from "./engine/control.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { type Journal, openJournal } from "./engine/journal.ts";
import { newOrigin } from "./engine/key.ts";
import { linkedFiles } from "./engine/link.ts";
import { exposedPaths } from "./engine/own-path.ts";
import { ownPolicy } from "./engine/own-policy.ts";
import { policyEntry } from "./engine/policy-entry.ts";
import type { Clock, Signer, Store } from "./engine/port.ts";
import { reachable } from "./engine/reach.ts";
import { type LedgerClock, risingClock } from "./engine/rising-clock.ts";
import { createRouter } from "./engine/router.ts";
import { saltsOf } from "./engine/salt.ts";
import { readSources, type Sources } from "./engine/source.ts";
import { isZone, offsetAt } from "./engine/zone.ts";
import { checkPolicies } from "./index.ts";
import type { Diagnostic } from "./kernel/diagnostic.ts";
import { formatInstant, parseInstant } from "./kernel/instant.ts";
import type { Settings, Snapshot } from "./kernel/rule.ts";
import { readEntry } from "./ledger/entry.ts";
import { type NoteKey, parseKey } from "./ledger/note-key.ts";
import type { LoadOptions } from "./policy/load.ts";
import { sha256 } from "./sha256/node.ts";
import { kept, keyOf } from "./store/kept.ts";
import { isPostgres } from "./store/postgres-address.ts";
import { tenantKey, tenantState } from "./store/tenant-ledger.ts";

export type { BudgetStanding, OpenStanding } from "./book/standing.ts";
export type { ByGuard, Control, FreezeOptions } from "./engine/control.ts";
export type { Engine } from "./engine/engine.ts";
export type { Journal } from "./engine/journal.ts";
export { KeyError } from "./engine/key-file.ts";
export { StoreError } from "./engine/port.ts";
export type { Report, ReportedMovement } from "./engine/reported.ts";
export type { EventResult } from "./engine/ticket-work.ts";
export { keyFile } from "./store/kept.ts";

export interface EngineOptions {
  /** Paths of policy files or directories, or policies that were read already, perhaps compiled too. */
  readonly policies: readonly string[] | (Sources & { readonly snapshot?: Snapshot | null });
  /**
   * `memory`, the path of the SQLite file that holds the ledger, or the address of a PostgreSQL database that does
   * (`postgres://USER@HOST/DATABASE?ledger=NAME`); the ledger is made when it does not exist. Each of the `tenants` of the
   * settings has one of its own beside it.
   */
  readonly state: string;
  /** The file of the key that signs the ledger; beside the state, or `.writ/keys/NAME.key`, if left out. */
  readonly key?: string;
  readonly settings?: NonNullable<LoadOptions["settings"]>;
  /** Memory only: `forgotten` keeps no entry, so that a stream of any length needs no more memory. */
  readonly history?: "kept" | "forgotten";
  /** Memory only: the engine's clock stands at this RFC 3339 instant. */
  readonly at?: string;
  /** If left out, the system's clock, or that of the database server. */
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
  const load = loadPolicies(options, cwd);
  for (const diagnostic of load.diagnostics) options.warn?.(diagnostic);
  const { tenants = [], ledger_tenant } = load.snapshot?.settings ?? {};
  if (options.state === "memory" || tenants.length === 0 || ledger_tenant !== undefined)
    return openOn(options, load, cwd);
  return openLedgers({ ...options, policies: uncompiled(options.policies) }, tenants, cwd);
}

/** Each ledger has settings of its own, and compiles anew. */
function uncompiled(policies: EngineOptions["policies"]): EngineOptions["policies"] {
  return "files" in policies ? { files: policies.files, diagnostics: policies.diagnostics } : policies;
}

/** The common ledger and one of each tenant; all of them, or none. */
async function openLedgers(options: EngineOptions, tenants: readonly string[], cwd: string): Promise<Engine> {
  const own = tenants.map((tenant) => ofTenant(options, tenant, cwd));
  // No call may touch any of them.
  const protected_paths = [options, ...own].flatMap((one) => ownPaths(one, cwd).protected_paths ?? []);
  const opened = await Promise.allSettled(
    [options, ...own].map((one) => {
      const settings = { ...one.settings, protected_paths: [...new Set(protected_paths)] };
      const whole = { ...one, settings };
      return openOn(whole, loadPolicies(whole, cwd), cwd);
    }),
  );
  const engines = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failed = opened.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(engines.map((engine) => engine.close()));
    throw failed.reason;
  }
  const [common, ...others] = engines as [Engine, ...Engine[]];
  const named = tenants.map((tenant, index) => [tenant, others[index] as Engine] as const);
  return createRouter({ common, tenants: new Map(named), sha256 });
}

function ofTenant(options: EngineOptions, tenant: string, cwd: string): EngineOptions {
  const { state, key, settings } = options;
  return {
    ...options,
    state: tenantState(isPostgres(state) ? state : resolve(cwd, state), tenant),
    ...(key === undefined ? {} : { key: tenantKey(key, tenant) }),
    settings: { ...settings, ledger_tenant: tenant },
  };
}

async function openOn(options: EngineOptions, load: Loaded, cwd: string): Promise<Engine> {
  // Now, and not while somebody waits for a decision.
  ready();
  const opened = await openLedger(options, cwd);
  const { journal, book, signer, store } = opened;
  const clock = ownClock(options, opened, load.snapshot);
  const { kind, body } = policyEntry(load);
  await journal.append(kind, body, formatInstant(beginning(options, clock).now()));
  const time = options.state === "memory" ? "given" : "own";
  // What is forgotten cannot be approved.
  const parks = options.state !== "memory" || options.history !== "forgotten";
  const parts = {
    snapshot: load.snapshot,
    reload: () => loadPolicies(options, cwd).snapshot,
    journal,
    book,
    clock,
    files: linkedFiles(cwd),
    sha256,
    time,
    parks,
    salt: saltsOf(await store.secret()),
  } as const;
  const engine = createEngine(parts);
  if (signer === null || isPostgres(options.state)) return engine;
  const { publicKey } = parseKey(signer.publicKey, sha256) as NoteKey;
  return reachable(engine, { file: resolve(cwd, options.state), origin: signer.origin, publicKey, warn: options.warn });
}

/** A ledger that is administered, and decides nothing. */
export interface Administration extends Control, Approvals {
  /** Signs, and closes the ledger. */
  close(): Promise<void>;
}

/** Opens a ledger to freeze, release, approve or look, without policies: those that were in force stay in force. */
export async function openAdministration(options: LedgerOptions): Promise<Administration> {
  const opened = await openLedger(options, resolve(options.cwd ?? "."));
  const { journal, book } = opened;
  const clock = ownClock(options, opened, null);
  const now = (): number => clock.now();
  const policy = ownPolicy({ snapshot: await recordedPolicy(opened), book, clock, reload: null });
  return {
    ...createControl({ journal, book, clock, standAt: now, snapshot: () => policy.snapshot() }),
    ...createApprovals({ journal, book, policy, sha256, now, standAt: now }),
    close: () => journal.close(),
  };
}

/** The policy in force in a ledger, from its entry; null when there is none. */
async function recordedPolicy({ journal, book }: Opened): Promise<Snapshot | null> {
  const load = book.loads.inForce();
  const entry = load === null ? null : readEntry(await journal.entry(load.seq));
  if (entry === null) return null;
  const { sources, settings } = entry.body as Pick<Snapshot, "sources"> & { readonly settings: Partial<Settings> };
  return checkPolicies(sources, { settings, isZone }).snapshot;
}

/** The time of a durable ledger is its own, and watched; in memory calls may bring theirs. */
function ownClock({ state }: LedgerOptions, { journal, book, clock }: Opened, snapshot: Snapshot | null): LedgerClock {
  if (state === "memory") return risingClock(clock);
  return ledgerClock({ journal, book, clock, limits: snapshot?.settings ?? {} });
}

/** The instant at which the clock stands; null when it runs. */
function fixedTime({ at, state }: LedgerOptions): number | null {
  if (at === undefined) return null;
  const fixed = parseInstant(at);
  if (state !== "memory") throw new TypeError("`at` needs the state `memory`: a durable ledger keeps its own time");
  if (fixed === null) throw new TypeError(`\`at\` is not an RFC 3339 instant: \`${at}\``);
  return fixed;
}

type Loaded = Parameters<typeof policyEntry>[0];

function loadPolicies(options: EngineOptions, cwd: string): Loaded {
  const { policies } = options;
  const settings = { ...options.settings, ...ownPaths(options, cwd) };
  const sources: Sources & { readonly snapshot?: Snapshot | null } =
    "files" in policies ? policies : readSources({ paths: policies, cwd, system: "/etc/writ" });
  if (sources.snapshot !== undefined)
    return { files: sources.files, settings, snapshot: sources.snapshot, diagnostics: sources.diagnostics };
  const checked = checkPolicies(sources.files, { settings, isZone });
  const diagnostics = [...sources.diagnostics, ...checked.diagnostics];
  const sound = diagnostics.every(({ severity }) => severity !== "error");
  return { files: sources.files, settings, snapshot: sound ? checked.snapshot : null, diagnostics };
}

/** The engine guards what it depends on, beside what the settings name. */
function ownPaths(options: EngineOptions, cwd: string): NonNullable<LoadOptions["settings"]> {
  const { state, settings } = options;
  if (state === "memory") return {};
  const paths = exposedPaths({ file: isPostgres(state) ? null : resolve(cwd, state), key: keyOf(options, cwd) }, cwd);
  return paths.length === 0 ? {} : { protected_paths: [...(settings?.protected_paths ?? []), ...paths] };
}

/** What is needed to open a ledger. */
type LedgerOptions = Omit<EngineOptions, "policies" | "settings" | "warn">;

interface Opened {
  readonly journal: Journal;
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly signer: Signer | null;
}

async function openLedger(options: LedgerOptions, cwd: string): Promise<Opened> {
  // Before anything is opened, or made.
  const fixed = fixedTime(options);
  const { store, signer, clock: own } = await kept(options, cwd, sha256);
  const clock = fixed === null ? (options.clock ?? own) : { now: () => fixed };
  const book = createBook(offsetAt);
  const parts = { store, signer, clock: beginning(options, clock), sha256, origin: newOrigin(), fold: book };
  const { onProgress } = options;
  const journal = await openJournal(onProgress === undefined ? parts : { ...parts, onProgress });
  return { journal, store, book, clock, signer };
}

/** A ledger in memory begins before all time, so that the first call may be of any. */
function beginning({ state }: LedgerOptions, clock: Clock): Clock {
  return state === "memory" ? { now: () => 0 } : clock;
}
