/**
 * In place of rule-index.ts where size counts: every rule and budget is looked at, as an index does of few.
 *
 * Only which rules are told as near misses depends on the index, and that is found out when it is asked.
 */

import { type Candidate, candidateOf, wholeTruth } from "./candidate.ts";
import { compileCondition } from "./condition.ts";
import type { Several } from "./lookup.ts";
import { entityCondition, type IndexField, isEntityField, isValueField } from "./lookup-key.ts";
import { type Placing, placingOf, splitOf } from "./lookup-split.ts";
import type { Argument } from "./request.ts";
import type { Condition } from "./rule.ts";
import type * as index from "./rule-index.ts";
import { FALSE, TRUE, type Truth } from "./truth.ts";
import type { Visit } from "./visit.ts";

/** All of them: those that do not cover a movement say nothing. */
export const budgetsFor: typeof index.budgetsFor = (budgets) => budgets;

interface All extends Several {
  /** Made at once: what is no rule is found out before anything is decided, as by the index. */
  readonly placings: readonly Placing[];
}

export const buildLookup: typeof index.buildLookup = (rules): All => ({
  kind: "rules",
  candidates: rules.map((rule, rank) => candidateOf(rule, rank, 0)),
  placings: rules.map(placingOf),
});

export const find: typeof index.find = (root, part, scene) => ({
  part,
  scene,
  found: (root as All).candidates,
  sure: false,
});

export const truthOf: typeof index.truthOf = (candidate, { part, scene }) => wholeTruth(candidate, part, scene);

/** As the index would: it forgives one missed tenant or currency, for a few of its neighbours. */
export const findNear: typeof index.findNear = (root, part, scene) => {
  const { candidates, placings } = root as All;
  const found = reached(placings, { part, scene }, true).map(({ rank }) => candidates[rank] as Candidate);
  return { part, scene, found, sure: false };
};

type Sight = Pick<Visit, "part" | "scene">;

/** How many neighbours of a missed tenant or currency are looked at. */
const NEIGHBOURS = 2;

/**
 * What stands at the leaves to which a walk through the index would come; a rule may be there more than once.
 *
 * Below a pattern or an entity nothing is forgiven. What is forgiven twice is missed twice, and no near miss.
 */
function reached(placings: readonly Placing[], sight: Sight, forgiving: boolean): readonly Placing[] {
  const split = splitOf(placings);
  if (split === null) return placings;
  const { field, groups, rest } = split;
  const forgives = forgiving && isValueField(field);
  const values = [...groups.keys()];
  const hits = values.filter((value) => {
    const truth = truthAt(field, value, sight);
    return truth === TRUE || (!forgives && truth !== FALSE);
  });
  const next = forgives && hits.length === 0 ? values.slice(0, NEIGHBOURS) : hits;
  return [rest, ...next.map((value) => groups.get(value) as readonly Placing[])].flatMap((below) =>
    reached(below, sight, forgives),
  );
}

/** Whether a value leads further; with a hole in the arguments every pattern does. */
function truthAt(field: IndexField, value: string, { part, scene }: Sight): Truth {
  if (field === "args" && part.kind === "tool" && hasHole(part.args)) return TRUE;
  return compileCondition(conditionAt(field, value), "restrictive")(part, scene);
}

function hasHole({ exact, forms, folded }: Argument): boolean {
  return [...exact, ...forms, ...folded].some((text) => typeof text !== "string");
}

function conditionAt(field: IndexField, value: string): Condition {
  if (isValueField(field)) return { kind: "equal", field, value };
  return isEntityField(field) ? entityCondition(field, value) : { kind: "glob", field, pattern: value };
}
