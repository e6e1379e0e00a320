/** What remains of a rule to be checked once a path through the index has decided some of its conditions. */

import { type Candidate, stanceOf } from "./candidate.ts";
import { type Check, compileCondition, joined, type Scene, type Stance } from "./condition.ts";
import { ENTITY_OF } from "./entity.ts";
import type { Uid } from "./expression.ts";
import { interned } from "./interned.ts";
import { MASKED } from "./lookup-key.ts";
import type { Part } from "./request.ts";
import type { Condition, Slot } from "./rule.ts";
import { both, FALSE, TRUE, type Truth } from "./truth.ts";
import { sameUid } from "./uid-map.ts";

/** The truth of what the path left open: the rule's truth, when the path was sure. */
export function residualTruth(candidate: Candidate, part: Part, scene: Scene): Truth {
  candidate.residual ??= compileResidual(candidate);
  return candidate.residual(part, scene);
}

function compileResidual({ rule, covered }: Candidate): Check {
  const open = rule.when.filter((_, i) => i >= MASKED || (covered & (1 << i)) === 0);
  return compileAll(open, stanceOf(rule));
}

/** All of them together; those that name an entity first, for most policies of Cedar name three. */
function compileAll(conditions: readonly Condition[], stance: Stance): Check {
  const names = new Map<Slot, Uid>();
  const checks: Check[] = [];
  for (const condition of conditions)
    if (condition.kind === "entity_equal" && !names.has(condition.slot)) names.set(condition.slot, condition.uid);
    else checks.push(compileCondition(condition, stance));
  if (names.size > 0) checks.unshift(equalEntities(names));
  const [first, second] = checks;
  if (first === undefined) return ALWAYS;
  if (second === undefined) return first;
  return checks.length > 2 ? joined(checks, both, TRUE) : joinedTwo(first, second);
}

const ALWAYS: Check = () => TRUE;

/** As `joined`, without a loop. */
function joinedTwo(first: Check, second: Check): Check {
  return (part, scene) => {
    const truth = first(part, scene);
    return truth === FALSE ? FALSE : both(truth, second(part, scene));
  };
}

/** By their texts, in one step. */
function equalEntities(names: ReadonlyMap<Slot, Uid>): Check {
  const [principal, action, resource] = SLOTS.map((slot) => textsOf(names.get(slot)));
  return (part, { request }) => {
    if (principal && !sameUid(request.principal, principal)) return FALSE;
    if (action && !sameUid(ENTITY_OF.action(part, request), action)) return FALSE;
    return resource && !sameUid(ENTITY_OF.resource(part, request), resource) ? FALSE : TRUE;
  };
}

const SLOTS: readonly Slot[] = ["principal", "action", "resource"];

function textsOf(uid: Uid | undefined): Uid | null {
  return uid === undefined ? null : { type: interned(uid.type), id: interned(uid.id) };
}
