/** A standing grant: an approval given ahead for more than one request, within bounds; docs/spec/approval.md. */

import { unitOf } from "../kernel/asset.ts";
import { fromUnits, toUnits } from "../kernel/exact.ts";

export interface Grant {
  readonly id: string;
  /** `once` serves one request, `session` those of one session; `timeboxed` any until it expires. */
  readonly scope:
    | { readonly kind: "once" }
    | { readonly kind: "session"; readonly session: string }
    | { readonly kind: "timeboxed" };
  /** Milliseconds since the epoch; from then on it serves nothing. Every grant has an end. */
  readonly expires_at: number;
  /** How much it serves in all, as a canonical decimal of a unit; null is without bound. */
  readonly amount: { readonly unit: string; readonly limit: string } | null;
  /** How many requests it serves; null is without bound. */
  readonly count: number | null;
}

/** A grant and what was made of it. */
export interface Standing {
  readonly grant: Grant;
  readonly revoked: boolean;
  readonly uses: number;
  /** Canonical decimal, in the unit of `grant.amount`. */
  readonly used: string;
}

export interface Use {
  readonly at: number;
  readonly session: string | null;
  /** Canonical decimals by unit; null when nothing of value moves. */
  readonly amounts: Readonly<Record<string, string>> | null;
}

export type GrantRefusal =
  | "grant.revoked"
  | "grant.expired"
  | "grant.other_session"
  | "grant.used_up"
  | "grant.amount_unknown"
  | "grant.amount_exceeded";

export type Used =
  | { readonly ok: true; readonly standing: Standing }
  | { readonly ok: false; readonly code: GrantRefusal };

export function newStanding(grant: Grant): Standing {
  return { grant, revoked: false, uses: 0, used: "0" };
}

export function revoke(standing: Standing): Standing {
  return { ...standing, revoked: true };
}

/** The grant after one more use, or why it does not serve; what equals a bound is within it. */
export function use(standing: Standing, one: Use): Used {
  const { grant, uses } = standing;
  if (standing.revoked) return refused("grant.revoked");
  if (one.at >= grant.expires_at) return refused("grant.expired");
  if (grant.scope.kind === "session" && grant.scope.session !== one.session) return refused("grant.other_session");
  if (uses >= mostUses(grant)) return refused("grant.used_up");
  const value = valueIn(grant, one);
  if (value === null) return refused("grant.amount_unknown");
  const used = toUnits(standing.used) + value;
  if (grant.amount !== null && used > toUnits(grant.amount.limit)) return refused("grant.amount_exceeded");
  return { ok: true, standing: { ...standing, uses: uses + 1, used: fromUnits(used) } };
}

function mostUses({ scope, count }: Grant): number {
  return Math.min(scope.kind === "once" ? 1 : Number.POSITIVE_INFINITY, count ?? Number.POSITIVE_INFINITY);
}

/** Null when the value in the grant's unit is not known. */
function valueIn({ amount }: Grant, { amounts }: Use): bigint | null {
  if (amount === null || amounts === null) return 0n;
  const unit = unitOf(amount.unit);
  const value = Object.hasOwn(amounts, unit) ? amounts[unit] : undefined;
  return value === undefined ? null : toUnits(value);
}

function refused(code: GrantRefusal): Used {
  return { ok: false, code };
}
