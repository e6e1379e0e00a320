/**
 * The decision alone, for a browser that decides again what was recorded: no policy is read and no call normalised.
 *
 * Bundlers leave out more under three conditions of package.json: `without-cedar` has no typed expressions and
 * `without-money` no budgets and payment lists (what asks for one is denied), `small` has no indexes (rules, globs and
 * budgets are tried one by one).
 */

import { decide as decideRequest } from "./kernel/decide.ts";
import type { Decision } from "./kernel/decision.ts";
import type { Facts } from "./kernel/facts.ts";
import type { Request } from "./kernel/request.ts";
import type { Snapshot } from "./kernel/rule.ts";

export type { Decision } from "./kernel/decision.ts";
export type { Facts } from "./kernel/facts.ts";
export type { Request } from "./kernel/request.ts";
export type { Snapshot } from "./kernel/rule.ts";

/**
 * Decides a normalised request as `decide` of the library does: the same inputs give the same bytes.
 *
 * The request is trusted to be what `toRequest` gave, perhaps out of JSON since then.
 *
 * @example
 * const { decision } = decide(request, snapshot, { at: "2026-11-20T12:00:00Z" });
 */
export function decide(request: Request, snapshot: Snapshot, facts: Facts = {}): Decision {
  return decideRequest(request, snapshot, facts);
}
