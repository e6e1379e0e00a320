/** What can be used once: idempotency keys and nonces, kept for ever, each with the decision that used it first. */

import type { Undo } from "../budget/undo.ts";
import type { ApprovalUse } from "./ask.ts";
import { BookError, type Fold, type Seen } from "./fold.ts";

/** The member `uses` of a decision's body: what it binds to itself. */
export interface Uses {
  readonly idempotency?: { readonly call_hash: string; readonly key: string; readonly tenant: string | null };
  /** The approvals that it was allowed by, or waits for. */
  readonly approval?: ApprovalUse;
  readonly nonce?: {
    readonly document_hash: string;
    readonly nonce: string;
    readonly principal: string;
    readonly tenant: string | null;
  };
}

/** Whose a key or a nonce is. */
export interface Binding {
  /** Of the call, for a key; of the payment document, for a nonce. */
  readonly hash: string;
  /** The decision that holds it. */
  readonly seq: number;
  /** It asked, and is decided again when it comes again. */
  readonly asked: boolean;
}

export interface Bindings extends Fold {
  ofKey(tenant: string | null, key: string): Binding | null;
  ofNonce(owner: { readonly tenant: string | null; readonly principal: string }, nonce: string): Binding | null;
}

interface UsingBody {
  readonly decision: { readonly decision: string };
  readonly uses?: Uses;
}

/** About 250 bytes for each key and nonce, for ever. */
export function createBindings(undo: Undo): Bindings {
  const bound = new Map<string, Binding>();

  function bind(name: string, binding: Binding): void {
    const before = bound.get(name);
    if (before !== undefined && !(before.asked && before.hash === binding.hash))
      throw new BookError("uses.bound", `${name} is bound to decision d-${before.seq} already`);
    bound.set(name, binding);
    undo(() => {
      if (before === undefined) bound.delete(name);
      else bound.set(name, before);
    });
  }

  return {
    apply({ seq, body }: Seen) {
      const { decision, uses } = body as UsingBody;
      const asked = decision.decision === "ask";
      if (uses?.idempotency !== undefined) {
        const { call_hash, key, tenant } = uses.idempotency;
        bind(keyName(tenant, key), { hash: call_hash, seq, asked });
      }
      if (uses?.nonce !== undefined) {
        const { document_hash, nonce, principal, tenant } = uses.nonce;
        bind(nonceName(tenant, principal, nonce), { hash: document_hash, seq, asked });
      }
    },
    ofKey: (tenant, key) => bound.get(keyName(tenant, key)) ?? null,
    ofNonce: ({ tenant, principal }, nonce) => bound.get(nonceName(tenant, principal, nonce)) ?? null,
  };
}

function keyName(tenant: string | null, key: string): string {
  return `key ${JSON.stringify([tenant, key])}`;
}

function nonceName(tenant: string | null, principal: string, nonce: string): string {
  return `nonce ${JSON.stringify([tenant, principal, nonce])}`;
}
