/** `in` and `is`. */

import { indexOf } from "./same-value.ts";
import { type Apply, applied, type Step, step, type ValueScene } from "./scene.ts";
import {
  type EntityValue,
  type Fault,
  isEntity,
  isFault,
  isSet,
  type SetValue,
  typeFault,
  type Value,
} from "./value.ts";

/** Up to here each member is looked up in the hierarchy; beyond, each ancestor in the set. */
const SHORT = 8;

const inEither: Apply = (left, right, scene) => {
  if (!isEntity(left)) return typeFault("entity", left);
  if (isEntity(right)) return scene.entities.isIn(left, right);
  return isSet(right) ? inSet(scene, left, right) : typeFault("entity or set of entities", right);
};

export const within: (left: Step, right: Step) => Step = applied(inEither);

/** `e is T`, and `e is T in x` where `inside` is given: `x` is evaluated only if the type fits. */
export function isOfType({ run }: Step, type: string, inside: Step | null): Step {
  return step((scene) => {
    const value = run(scene);
    if (isFault(value)) return value;
    if (!isEntity(value)) return typeFault("entity", value);
    if (inside === null || value.type !== type) return value.type === type;
    const group = inside.run(scene);
    return isFault(group) ? group : inEither(value, group, scene);
  });
}

/** Every member must be an entity, also behind one that is an ancestor. */
function inSet(scene: ValueScene, uid: EntityValue, set: SetValue): boolean | Fault {
  if (set.of.length <= SHORT) return inMembers(scene, uid, set.of);
  const { primitives, others, entities } = indexOf(set);
  if (primitives.size + others.size > 0) return noEntity(set.of);
  return scene.entities.ancestors(uid).some(({ type, id }) => entities.get(type)?.has(id) === true);
}

function inMembers({ entities }: ValueScene, uid: EntityValue, members: readonly Value[]): boolean | Fault {
  if (!members.every(isEntity)) return noEntity(members);
  return members.some((member) => entities.isIn(uid, member));
}

function noEntity(members: readonly Value[]): Fault {
  return typeFault("entity in the set", members.find((member) => !isEntity(member))!);
}
