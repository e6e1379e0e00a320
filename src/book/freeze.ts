/** What is frozen: everything, tenants, principals; each until it is lifted, or for a time. */

import type { Owner } from "../budget/reservation.ts";
import type { Undo } from "../budget/undo.ts";
import type { FreezeFact, FreezeScope } from "../kernel/facts.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Concern } from "./concern.ts";
import type { Fold, Seen } from "./fold.ts";

/** The body of a `freeze` entry. */
export interface FreezeBody extends FreezeFact {
  readonly frozen: boolean;
}

/** Whom a request is of. */
export type Subject = Owner;

export interface Freezes extends Fold {
  /** Is anything frozen at all? */
  any(): boolean;
  /** The widest one that holds for those concerned; null for none. */
  on(concern: Concern, at: number): FreezeFact | null;
  /** All that hold, in no particular order. */
  list(at: number): readonly FreezeBody[];
}

export function createFreezes(undo: Undo): Freezes {
  const freezes = new Map<string, FreezeBody>();

  function during(scope: FreezeScope, at: number): FreezeFact | null {
    const freeze = freezes.get(nameOf(scope));
    if (freeze === undefined || !isDuring(freeze, at)) return null;
    const { reason, until } = freeze;
    return { reason, scope: freeze.scope, until };
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
    on({ tenants, principal }, at) {
      if (freezes.size === 0) return null;
      const scopes: readonly FreezeScope[] = [
        { kind: "all" },
        ...tenants.map((id): FreezeScope => ({ kind: "tenant", id })),
        { kind: "principal", id: principal },
      ];
      for (const scope of scopes) {
        const freeze = during(scope, at);
        if (freeze !== null) return freeze;
      }
      return null;
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
