/** Near misses of a denial by default: allow rules that fail on one bound or one value only. */

import { type Candidate, checksOf } from "./candidate.ts";
import type { Code } from "./code.ts";
import { type Check, describeCondition, type Scene } from "./condition.ts";
import type { NearMiss } from "./decision.ts";
import type { Court } from "./judge.ts";
import type { Part } from "./request.ts";
import type { Condition } from "./rule.ts";
import { TRUE, type Truth, UNKNOWN } from "./truth.ts";
import { startVisit, visitEvery, visitNeighbours } from "./visit.ts";

/** At most this many are named. */
const NAMED = 3;

/** Of a policy with no more rules than this, every rule is looked at; of a larger one, what the index reaches. */
const SCANNED = 16;

interface Found {
  readonly candidate: Candidate;
  readonly condition: Condition;
  readonly kind: Kind;
}

export function nearMisses(court: Court, part: Part): readonly NearMiss[] {
  const found: Found[] = [];
  for (const { policy, root } of court.compiled.policies) {
    if (root === null || (policy.about === "tool" && part.kind !== "tool")) continue;
    const to = startVisit(part, court);
    if (policy.rules.length <= SCANNED) visitEvery(root, to);
    else visitNeighbours(root, to, 0);
    sortByRank(to.found);
    for (let i = 0; i < to.found.length; i++) {
      const candidate = to.found[i] as Candidate;
      const miss = candidate.rank === to.found[i - 1]?.rank ? null : onlyMiss(candidate, part, court);
      if (miss !== null) found.push(miss);
    }
  }
  if (found.length > 1) found.sort((a, b) => a.kind.order - b.kind.order);
  return found.slice(0, NAMED).map((miss) => tell(miss, part, court));
}

/** What the index finds is nearly always in order already, and looking costs less than sorting. */
function sortByRank(found: Candidate[]): void {
  for (let i = 1; i < found.length; i++)
    if ((found[i] as Candidate).rank < (found[i - 1] as Candidate).rank) {
      found.sort((a, b) => a.rank - b.rank);
      return;
    }
}

function tell({ candidate, condition, kind }: Found, part: Part, scene: Scene): NearMiss {
  const { condition: field, actual, expected } = describeCondition(condition, part, scene);
  return { rule: candidate.rule.id, condition: field, actual, expected, code: kind.code };
}

/** The one condition an allow fails on; null when there is none, or more than one, or one that is no near miss. */
function onlyMiss(candidate: Candidate, part: Part, scene: Scene): Found | null {
  if (candidate.rule.effect !== "allow") return null;
  let missed = -1;
  let truth: Truth = TRUE;
  const checks = checksOf(candidate);
  for (let i = 0; i < checks.length; i++) {
    const held = (checks[i] as Check)(part, scene);
    if (held === TRUE) continue;
    if (missed >= 0) return null;
    missed = i;
    truth = held;
  }
  const condition = candidate.rule.when[missed];
  const kind = condition === undefined ? null : kindOf(condition, truth);
  return condition === undefined || kind === null ? null : { candidate, condition, kind };
}

/** What kind of miss it is, and where that kind stands in the order in which they are told. */
interface Kind {
  readonly order: number;
  readonly code: Code;
}

const LIMIT: Kind = { order: 0, code: "policy.limit_exceeded" };
const NO_AMOUNT: Kind = { order: 0, code: "policy.amount_missing" };
const CURRENCY: Kind = { order: 1, code: "policy.currency_mismatch" };
const TENANT: Kind = { order: 2, code: "policy.tenant_mismatch" };
const TIME: Kind = { order: 3, code: "policy.outside_validity" };

function kindOf(condition: Condition, truth: Truth): Kind | null {
  if (condition.kind === "since" || condition.kind === "until") return TIME;
  if (!("field" in condition)) return null;
  if (condition.field === "currency") return CURRENCY;
  if (condition.field === "tenant") return TENANT;
  const bound = condition.field === "amount" && (condition.kind === "at_most" || condition.kind === "at_least");
  return bound ? (truth === UNKNOWN ? NO_AMOUNT : LIMIT) : null;
}
