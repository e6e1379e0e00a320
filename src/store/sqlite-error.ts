/** What SQLite says of a file, as what a store says of its ledger. */

import { StoreError } from "../engine/port.ts";

/** What libsql throws. */
export interface SqlError extends Error {
  readonly code?: string;
}

/** Damage is named whatever was done when it was found. */
export function storeError(code: "refused" | "in_doubt", cause: unknown): StoreError {
  const { code: found = "", message } = cause as SqlError;
  const isDamaged = /CORRUPT|NOTADB/.test(found);
  const said = [found, message].join(" ").trim();
  return new StoreError(isDamaged ? "corrupt" : code, `the ledger file cannot be used: ${said}`, { cause });
}

/** What `action` gives; what it throws is a StoreError, and nothing was stored. */
export function orRefused<T>(action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw cause instanceof StoreError ? cause : storeError("refused", cause);
  }
}
