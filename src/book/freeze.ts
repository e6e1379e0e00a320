/** What is frozen: everything, tenants, principals; each until it is lifted, or for a time. */

import type { Owner } from "../budget/reservation.ts";
import type { Undo } from "../budget/undo.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Fold, Seen } from "./fold.ts";

/** What a freeze is about. */
export type FreezeScope =
  | { readonly kind: "all" }
  | { readonly kind: "tenant"; readonly id: string }
  | { readonly kind: "principal"; readonly id: string };

/** The body of a `freeze` entry. */
export interface FreezeBody {
  readonly frozen: boolean;
  readonly reason: string;
  readonly scope: FreezeScope;
  /** RFC 3339; null is until it is lifted. */
  readonly until: string | null;
}

/** Whom a request is of. */
export type Subject = Owner;

export interface Freezes extends Fold {
  /** Is anything frozen at all? */
  any(): boolean;
  isFrozen(subject: Subject, at: number): boolean;
  /** All that hold, in no particular order. */
  list(at: number): readonly FreezeBody[];
}

export function createFreezes(undo: Undo): Freezes {
  const freezes = new Map<string, FreezeBody>();

  function holds(scope: FreezeScope, at: number): boolean {
    const freeze = freezes.get(nameOf(scope));
    return freeze !== undefined && isDuring(freeze, at);
  }

  function put(name: string, freeze: FreezeBody | undefined): void {
    if (freeze === undefined) freezes.delete(name);
    else freezes.set(name, freeze);
  }

  return {
    apply({ body }: Seen) {
      const freeze = body as FreezeBody;
      const name = nameOf(freeze.scope);
      const before = freezes.get(name);
      put(name, freeze.frozen ? freeze : undefined);
      undo(() => put(name, before));
    },
    any: () => freezes.size > 0,
    isFrozen({ tenant, principal }, at) {
      if (freezes.size === 0) return false;
      if (holds({ kind: "all" }, at) || holds({ kind: "principal", id: principal }, at)) return true;
      return tenant !== null && holds({ kind: "tenant", id: tenant }, at);
    },
    list: (at) => [...freezes.values()].filter((freeze) => isDuring(freeze, at)),
  };
}

function isDuring({ until }: FreezeBody, at: number): boolean {
  return until === null || at < (parseInstant(until) ?? Number.POSITIVE_INFINITY);
}

function nameOf(scope: FreezeScope): string {
  return scope.kind === "all" ? "all" : `${scope.kind} ${scope.id}`;
}
