/** Near misses of a denial by default: allow rules that fail on one bound or one value only. */

import { findNear } from "#lookup";
import { type Candidate, singleOf } from "./candidate.ts";
import type { Code } from "./code.ts";
import type { CompiledPolicy } from "./compile.ts";
import { type Check, SCALARS, type Scalar, type Scene } from "./condition.ts";
import type { NearMiss } from "./decision.ts";
import type { Court } from "./judge.ts";
import { expectedText } from "./operator.ts";
import type { Part } from "./request.ts";
import type { Condition } from "./rule.ts";
import { TRUE, type Truth, UNKNOWN } from "./truth.ts";

export interface NearMisses {
  readonly misses: readonly NearMiss[];
  /** Of the first one. */
  readonly code: Code;
  /** The first one as a sentence. */
  readonly detail: string;
}

/** At most this many are named. */
const NAMED = 3;

/** Null when there is none. */
export function nearMisses(court: Court, part: Part): NearMisses | null {
  const { policies } = court.compiled;
  let first: First = null;
  for (let turn = 0; turn < policies.length; turn++)
    first = collect(first, policies[turn] as CompiledPolicy, { court, part, turn });
  if (first === null) return null;
  const nearest = first[0] as Found;
  const told = tell(nearest, part, court);
  const misses = first.length === 1 ? [told] : first.map((each) => (each === nearest ? told : tell(each, part, court)));
  const detail = nearest.way.before + (told.actual ?? "missing or unreadable") + nearest.way.after;
  return { misses, code: told.code, detail };
}

/** A rule, the one way in which it failed, and how. */
interface Found {
  readonly candidate: Candidate;
  readonly way: Way;
  readonly truth: Truth;
  readonly turn: number;
}

function tell({ candidate, way, truth }: Found, part: Part, scene: Scene): NearMiss {
  const { condition, expected } = way;
  const code = truth === UNKNOWN ? way.unknown : way.code;
  return { rule: candidate.rule.id, condition, actual: way.actual(part, scene), expected, code };
}

interface Place {
  readonly court: Court;
  readonly part: Part;
  /** Which of the policies is looked at. */
  readonly turn: number;
}

type First = Found[] | null;

function collect(before: First, { policy, root }: CompiledPolicy, { court, part, turn }: Place): First {
  if (root === null || policy.about === "any" || (policy.about === "tool" && part.kind !== "tool")) return before;
  const { found } = findNear(root, part, court);
  let first = before;
  for (let i = 0; i < found.length; i++) {
    const candidate = found[i] as Candidate;
    const miss = candidate.rule.effect === "allow" ? onlyMiss(candidate, { court, part, turn }) : null;
    if (miss !== null) first = first === null ? [miss] : keep(first, miss);
  }
  return first;
}

/** Keeps the few that will be told, each once and in their order: nothing has to be sorted, however many there are. */
function keep(first: Found[], miss: Found): Found[] {
  let at = first.length;
  while (at > 0 && isBefore(miss, first[at - 1] as Found)) at--;
  if (at === NAMED || (at > 0 && isSame(miss, first[at - 1] as Found))) return first;
  if (first.length < NAMED) first.push(miss);
  for (let i = first.length - 1; i > at; i--) first[i] = first[i - 1] as Found;
  first[at] = miss;
  return first;
}

/** By kind, then by policy and rule. */
function isBefore(a: Found, b: Found): boolean {
  if (a.way.order !== b.way.order) return a.way.order < b.way.order;
  return a.turn === b.turn && a.candidate.rank < b.candidate.rank;
}

/** The index may find a rule by several of its values. */
function isSame(a: Found, b: Found): boolean {
  return a.turn === b.turn && a.candidate.rank === b.candidate.rank;
}

/** The one condition an allow fails on; null when there is none, or more than one, or one that is no near miss. */
function onlyMiss(candidate: Candidate, { court, part, turn }: Place): Found | null {
  const single = singleOf(candidate);
  const { checks } = single;
  single.ways ??= candidate.rule.when.map((condition) => wayOf(condition, candidate.rule.id));
  let missed: Way | null = null;
  let truth: Truth = TRUE;
  for (let i = 0; i < checks.length; i++) {
    const held = (checks[i] as Check)(part, court);
    if (held === TRUE) continue;
    const way = single.ways[i] ?? null;
    if (way === null || missed !== null) return null;
    missed = way;
    truth = held;
  }
  return missed === null ? null : { candidate, way: missed, truth, turn };
}

/** How an allow can nearly have allowed, by one of its conditions; made once. */
export interface Way {
  /** Where it stands in the order in which near misses are told. */
  readonly order: number;
  readonly code: Code;
  /** The code when what is looked at is not known. */
  readonly unknown: Code;
  readonly condition: string;
  readonly expected: string;
  readonly actual: (part: Part, scene: Scene) => string | null;
  /** The sentence around the actual value. */
  readonly before: string;
  readonly after: string;
}

type Kind = Pick<Way, "order" | "code" | "unknown">;

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["amount", { order: 0, code: "policy.limit_exceeded", unknown: "policy.amount_missing" }],
  ["currency", { order: 1, code: "policy.currency_mismatch", unknown: "policy.currency_mismatch" }],
  ["tenant", { order: 2, code: "policy.tenant_mismatch", unknown: "policy.tenant_mismatch" }],
]);

function wayOf(condition: Condition, rule: string): Way | null {
  if (condition.kind === "since" || condition.kind === "until") return timeWay(condition, rule);
  if (!("field" in condition)) return null;
  const kind = KINDS.get(condition.field);
  const isBound = condition.kind === "at_most" || condition.kind === "at_least";
  if (kind === undefined || (condition.field === "amount" && !isBound)) return null;
  const read = SCALARS.get(condition.field) as Scalar;
  const actual: Way["actual"] = (part, { request }) => read(part, request) ?? null;
  return wayAs(kind, { rule, condition: condition.field, expected: expectedText(condition), actual });
}

function timeWay(condition: Extract<Condition, { readonly kind: "since" | "until" }>, rule: string): Way {
  const expected = `${condition.kind === "since" ? ">=" : "<"} ${condition.value}`;
  const actual: Way["actual"] = (_part, { facts }) => facts.at ?? null;
  return wayAs(OUTSIDE, { rule, condition: "at", expected, actual });
}

const OUTSIDE: Kind = { order: 3, code: "policy.outside_validity", unknown: "policy.outside_validity" };

interface Look extends Pick<Way, "condition" | "expected" | "actual"> {
  readonly rule: string;
}

/** Name by name: what is spread has a shape of its own each time, and many shapes are slow to read. */
function wayAs({ order, code, unknown }: Kind, { rule, condition, expected, actual }: Look): Way {
  const before = `\`${rule}\` would allow, but ${condition} is `;
  return { order, code, unknown, condition, expected, actual, before, after: `, not ${expected}` };
}
