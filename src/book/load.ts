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
}

export function createLoads(undo: Undo): Loads {
  let inForce: Load | null = null;
  let isRefused = true;
  return {
    apply({ kind, seq, body }: Seen) {
      const before = { inForce, isRefused };
      isRefused = kind === "policy_refused";
      if (!isRefused) inForce = { seq, hash: (body as { readonly snapshot: string }).snapshot };
      undo(() => {
        ({ inForce, isRefused } = before);
      });
    },
    inForce: () => inForce,
    isRefused: () => isRefused,
  };
}
