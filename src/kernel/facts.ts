/** What was read from the world for one decision, and recorded with it. */

import type { Rule } from "./rule.ts";

export interface Facts {
  /** RFC 3339. */
  readonly at?: string;
  readonly frozen?: boolean;
  /** Rules of the session the call belongs to; they stand in front of every first_match tool policy. */
  readonly session?: { readonly rules: readonly Rule[] };
  /** The ledger position at which the facts were read. */
  readonly basis?: { readonly seq: number; readonly root: string };
}
