/** The approvals that a request which asks already has, or why it gets none. */

import { groundsOf } from "../approval/grounds.ts";
import { quorum } from "../approval/quorum.ts";
import { namesOf } from "../approval/shown.ts";
import type { Use } from "../approval/standing.ts";
import { unitOf } from "../kernel/asset.ts";
import { fromUnits, toUnits } from "../kernel/exact.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Request } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { approverOf, circleOf } from "./approver.ts";
import { type Asks, type Parked, saidBy, servingOf } from "./ask.ts";

/** A request that asks, at its place in the ledger. */
export interface Asked {
  readonly request: Request;
  readonly request_hash: string;
  readonly snapshot: Snapshot;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly asks: Asks;
  readonly sha256: Sha256;
}

/** What is known of its approvals. */
export interface Approved {
  readonly facts: Pick<Facts, "approvals" | "ask">;
  /** Its own asks that wait still. */
  readonly waiting: readonly Parked[];
  /** Its own asks that nobody answered in time. */
  readonly expired: readonly Parked[];
}

/** Everything is judged as of now: who is in which group, whose key was revoked, which rules hold. */
export function approvalsOf(asked: Asked): Approved {
  const { at, asks, snapshot, sha256, request, request_hash } = asked;
  const grounds = groundsOf(snapshot, sha256);
  const isSame = ({ shown }: Parked) => shown.grounds === grounds;
  const open = asks.ofRequest(request_hash).filter((parked) => isOpen(parked) && isSame(parked));
  const waiting = open.filter(({ life }) => at < life.expires_at);
  const expired = open.filter(({ life }) => at >= life.expires_at);
  const refused = asks.ofRequest(request_hash).some((parked) => isSame(parked) && isRefused(parked, asked));
  if (refused) return { facts: { ask: "refused" }, waiting, expired };
  const others = asks.standing(requesterOf(request)).filter((parked) => isSame(parked) && !waiting.includes(parked));
  const good = [
    ...waiting.filter((parked) => verdict(parked, asked, true) === "met"),
    ...others.filter((parked) => verdict(parked, asked, false) === "met"),
  ];
  if (good.length > 0)
    return { facts: { approvals: good.map(({ entry, grants }) => ({ ask: entry, grants })) }, waiting, expired };
  const isOver = waiting.length === 0 && expired.length > 0;
  return { facts: isOver ? { ask: "expired" } : {}, waiting, expired };
}

/** What a request is worth to a standing approval. */
export function useOf(request: Request, at: number): Use {
  return { at, session: request.context.session_id, amounts: amountsOf(request) };
}

/** A refusal holds as long as an approval would have. */
function isRefused(parked: Parked, asked: Asked): boolean {
  if (asked.at >= parked.life.expires_at) return false;
  return parked.life.phase === "refused" || (isOpen(parked) && verdict(parked, asked, true) === "refused");
}

function isOpen({ life }: Parked): boolean {
  return life.phase === "pending" || life.phase === "granted";
}

/** At least one approval, whatever the requirement says: nobody is no approver. */
function verdict(parked: Parked, { request, snapshot, at }: Asked, own: boolean): "met" | "open" | "refused" {
  const serving = new Set(servingOf(parked, useOf(request, at), own));
  const good = parked.said.filter((each) => each.standing === null || serving.has(each));
  const statements = good
    .filter(({ statement }) => approverOf(snapshot, statement) !== null)
    .map(({ statement }) => saidBy(statement));
  if (!statements.some(({ says }) => says === "approve")) return "open";
  return quorum(parked.life.requirement, statements, circleOf(snapshot, parked)).kind;
}

function requesterOf(request: Request): Parameters<Asks["standing"]>[0] {
  return { tenant: request.context.tenant, ...namesOf(request) };
}

/** By unit; empty when something moves of which nobody knows how much. */
function amountsOf({ movements, parts }: Request): Use["amounts"] {
  if (movements !== undefined && movements.length > 0) return summed(movements.map(({ amounts }) => amounts));
  const values = parts.flatMap((part) => {
    if (part.kind === "tool") return part.moves_value ? [{}] : [];
    const { amount, currency } = part;
    if (amount === null) return currency === null ? [] : [{}];
    return [currency === null ? {} : { [unitOf(currency)]: amount }];
  });
  return summed(values);
}

/** A unit that one of them is not known in is not known. */
function summed(all: readonly Use["amounts"][]): Use["amounts"] {
  const moving = all.filter((amounts) => amounts !== null);
  const [first] = moving;
  if (first === undefined) return null;
  const units = Object.keys(first).filter((unit) => moving.every((amounts) => Object.hasOwn(amounts, unit)));
  const total = (unit: string) => moving.reduce((sum, amounts) => sum + toUnits(amounts[unit] as string), 0n);
  return Object.fromEntries(units.map((unit) => [unit, fromUnits(total(unit))]));
}
