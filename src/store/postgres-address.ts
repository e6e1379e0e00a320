/** Where a ledger in PostgreSQL is: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?ledger=NAME`. */

import { StoreError } from "../engine/port.ts";

export interface PostgresAddress {
  /** What the driver connects to; may hold a password. */
  readonly url: string;
  /** Name of the ledger in the database. */
  readonly ledger: string;
  /** The address as it may be shown: without a password, and without parameters other than the ledger. */
  readonly shown: string;
}

const DEFAULT_LEDGER = "writ";

/** Goes into names of files too. */
const LEDGER = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** True of a state that is a database and not a file. */
export function isPostgres(state: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(state);
}

/** Reads an address; throws StoreError `refused`, whose message does not repeat it. */
export function readAddress(state: string): PostgresAddress {
  const url = parseUrl(state);
  const ledger = url.searchParams.get("ledger") ?? DEFAULT_LEDGER;
  if (!LEDGER.test(ledger)) throw new StoreError("refused", "a ledger is named by letters, digits, `_`, `-` and `.`");
  url.searchParams.delete("ledger");
  return { url: url.href, ledger, shown: `postgres://${url.host}${url.pathname}?ledger=${ledger}` };
}

function parseUrl(state: string): URL {
  if (isPostgres(state) && URL.canParse(state)) return new URL(state);
  throw new StoreError("refused", "expected `postgres://USER@HOST:PORT/DATABASE?ledger=NAME`");
}
