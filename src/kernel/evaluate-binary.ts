/** The operators with two sides, one row each. */

import { within } from "./evaluate-entity.ts";
import { equality, ordering } from "./evaluate-order.ts";
import type { BinaryOperator } from "./expression.ts";
import type { EntityData } from "./hierarchy.ts";
import { addLong, multiplyLong, subtractLong } from "./long.ts";
import { contains, containsAll, containsAny } from "./same-value.ts";
import { type Apply, applied, type Step } from "./scene.ts";
import { showEntity } from "./show-value.ts";
import {
  type EntityValue,
  type Fault,
  fault,
  flawOf,
  isEntity,
  isLong,
  isSet,
  type Long,
  type SetValue,
  typeFault,
  type Value,
} from "./value.ts";

export const BINARY: Readonly<Record<BinaryOperator, (left: Step, right: Step) => Step>> = {
  equal: equality,
  less: ordering((left, right) => left < right),
  at_most: ordering((left, right) => left <= right),
  add: applied(arithmetic("+", addLong)),
  subtract: applied(arithmetic("-", subtractLong)),
  multiply: applied(arithmetic("*", multiplyLong)),
  in: within,
  contains: applied((set, value) => (isSet(set) ? (flawOf(value) ?? contains(set, value)) : typeFault("set", set))),
  contains_all: applied(ofSets(containsAll)),
  contains_any: applied(ofSets(containsAny)),
  has_tag: applied(ofTag((_, data, name) => data?.tags.members.has(name) === true)),
  get_tag: applied(ofTag(tagOf)),
};

function arithmetic(sign: string, compute: (left: Long, right: Long) => Long | null): Apply {
  return (left, right) => {
    if (!isLong(left)) return typeFault("long", left);
    if (!isLong(right)) return typeFault("long", right);
    return compute(left, right) ?? fault(`integer overflow: ${left} ${sign} ${right}`);
  };
}

function ofSets(holds: (left: SetValue, right: SetValue) => boolean): Apply {
  return (left, right) => {
    if (!isSet(left)) return typeFault("set", left);
    return isSet(right) ? holds(left, right) : typeFault("set", right);
  };
}

type TagQuestion = (uid: EntityValue, data: EntityData | undefined, name: string) => Value | Fault;

function ofTag(answer: TagQuestion): Apply {
  return (uid, name, { entities }) => {
    if (!isEntity(uid)) return typeFault("entity", uid);
    return typeof name === "string" ? answer(uid, entities.find(uid), name) : typeFault("string", name);
  };
}

function tagOf(uid: EntityValue, data: EntityData | undefined, name: string): Value | Fault {
  if (data === undefined) return fault(`the entity ${showEntity(uid)} does not exist`);
  return data.tags.members.get(name) ?? fault(`the entity ${showEntity(uid)} has no tag \`${name}\``);
}
