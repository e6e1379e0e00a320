/** Which policy is in force in a ledger: the last one that loaded, by whichever engine. */

import type { Undo } from "../budget/undo.ts";
import type { Fold, Seen } from "./fold.ts";

/** A policy that loaded. */
export interface Load {
  /** The number of its entry. */
  readonly seq: number;
  /** Hash of its snapshot. */
  readonly hash: string;
}

export interface Loads extends Fold {
  /** The last one that loaded, or null. */
  inForce(): Load | null;
  /** Did the last load fail, or was there none? */
  isRefused(): boolean;
  /** Has any policy so far, loaded or not, the word that names fields which are not to be recorded? */
  mayRedact(): boolean;
}

interface LoadBody {
  readonly settings: object;
  readonly snapshot?: string;
  readonly sources: readonly { readonly text: string }[];
}

/** What does not load cannot be asked for its settings. */
const WORD = "redact";

export function createLoads(undo: Undo): Loads {
  let inForce: Load | null = null;
  let isRefused = true;
  let mayRedact = false;
  return {
    apply({ kind, seq, body }: Seen) {
      const before = { inForce, isRefused, mayRedact };
      const { settings, snapshot, sources } = body as LoadBody;
      isRefused = kind === "policy_refused";
      if (!isRefused) inForce = { seq, hash: snapshot as string };
      mayRedact ||= WORD in settings || sources.some(({ text }) => text.includes(WORD));
      undo(() => {
        ({ inForce, isRefused, mayRedact } = before);
      });
    },
    inForce: () => inForce,
    isRefused: () => isRefused,
    mayRedact: () => mayRedact,
  };
}
