/** Where a ledger is kept, as its state names it: the store, the key that signs it, and the clock of its entries. */

import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { createKey } from "../engine/key.ts";
import type { KeyError } from "../engine/key-file.ts";
import type { Clock, Signer, Store } from "../engine/port.ts";
import { openSigner } from "../engine/signer.ts";
import { systemClock } from "../engine/system-clock.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { forgetfulStore } from "./forgetful.ts";
import { memoryStore } from "./memory.ts";
import { isPostgres, readAddress } from "./postgres-address.ts";

/** `memory`, a path or an address; the file of the key, if it is not where `keyFile` says. */
export interface Named {
  readonly state: string;
  readonly key?: string;
  readonly history?: "kept" | "forgotten";
}

export interface Kept {
  readonly store: Store;
  readonly signer: Signer | null;
  readonly clock: Clock;
}

/** Makes the key of a ledger that begins. Relative paths start from `cwd`. */
export async function kept(named: Named, cwd: string, sha256: Sha256): Promise<Kept> {
  const { state, history } = named;
  const clock = systemClock();
  if (state === "memory")
    return { store: history === "forgotten" ? forgetfulStore() : memoryStore(), signer: null, clock };
  const key = keyOf(named, cwd);
  mkdirSync(dirname(key), { recursive: true, mode: 0o700 });
  return isPostgres(state)
    ? inDatabase(state, key, sha256)
    : { ...(await inFile(resolve(cwd, state), key, sha256)), clock };
}

async function inFile(file: string, key: string, sha256: Sha256): Promise<Omit<Kept, "clock">> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // A ledger without its key must not get a new one: then nobody could tell it from a forged history.
  if (!existsSync(key) && !existsSync(file)) createKey(key, sha256);
  return { store: await storeAt(file), signer: openSigner(key, sha256) };
}

/** The store of a ledger by itself, neither made nor opened: an absolute path or an address. */
export async function storeAt(state: string): Promise<Store> {
  if (isPostgres(state)) return (await import("./postgres.ts")).postgresStore(state);
  return (await import("./sqlite.ts")).sqliteStore(state);
}

async function inDatabase(state: string, key: string, sha256: Sha256): Promise<Kept> {
  const { postgresStore } = await import("./postgres.ts");
  const store = postgresStore(state);
  try {
    const { size } = await store.open();
    // As in a file; an engine that begins the same ledger at this moment may have made the key first.
    if (!existsSync(key) && size === 0) makeKey(key, sha256);
    return { store, signer: openSigner(key, sha256), clock: store.clock };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function makeKey(key: string, sha256: Sha256): void {
  try {
    createKey(key, sha256);
  } catch (error) {
    if ((error as KeyError).code !== "exists") throw error;
  }
}

/** The file of the key, an absolute path. */
export function keyOf({ state, key }: Named, cwd: string): string {
  if (key !== undefined) return resolve(cwd, key);
  return keyFile(isPostgres(state) ? state : resolve(cwd, state), cwd);
}

/**
 * Beside the state directory: `.writ/state/writ.db` is signed by `.writ/keys/writ.key`; else `FILE.key`. Of a ledger in
 * a database it is `.writ/keys/NAME.key` in the directory `cwd`.
 */
export function keyFile(state: string, cwd: string = "."): string {
  if (isPostgres(state)) return resolve(cwd, ".writ", "keys", `${readAddress(state).ledger}.key`);
  const directory = dirname(state);
  if (basename(directory) !== "state") return `${state}.key`;
  return join(dirname(directory), "keys", `${basename(state).replace(/\.[^.]*$/, "")}.key`);
}
