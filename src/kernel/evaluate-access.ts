/** `e.a` and `e has a.b`, on records and on entities. */

import { contextMember } from "./given-context.ts";
import { interned } from "./interned.ts";
import { type Step, step, type ValueScene } from "./scene.ts";
import { showEntity } from "./show-value.ts";
import { type Fault, fault, isEntity, isFault, isRecord, typeFault, type Value } from "./value.ts";

const HOLDER = "record or entity";

export function access({ run }: Step, name: string): Step {
  return step((scene) => {
    const value = run(scene);
    return isFault(value) ? value : member(scene, value, name);
  });
}

/** `context.a`: most policies look at little else. */
export function accessContext(text: string): Step {
  const name = interned(text);
  const missing = noMember(name);
  return step(({ context }) => contextMember(context, name) ?? missing);
}

/** Every name but the last must lead to a record or an entity; where one is missing, the answer is false. */
export function presence({ run }: Step, names: readonly string[]): Step {
  const path = names.slice(0, -1);
  const last = names.at(-1)!;
  return step((scene) => {
    let value = run(scene);
    for (const name of path) {
      const found = isFault(value) ? value : has(scene, value, name);
      if (found !== true) return found;
      value = member(scene, value as Value, name);
    }
    return isFault(value) ? value : has(scene, value, last);
  });
}

function member({ entities }: ValueScene, value: Value, name: string): Value | Fault {
  if (isRecord(value)) return value.members.get(name) ?? noMember(name);
  if (!isEntity(value)) return typeFault(HOLDER, value);
  const data = entities.find(value);
  if (data === undefined) return fault(`the entity ${showEntity(value)} does not exist`);
  return data.attributes.members.get(name) ?? fault(`the entity ${showEntity(value)} has no attribute \`${name}\``);
}

function has({ entities }: ValueScene, value: Value, name: string): boolean | Fault {
  if (isRecord(value)) return value.members.has(name);
  if (!isEntity(value)) return typeFault(HOLDER, value);
  return entities.find(value)?.attributes.members.has(name) === true;
}

function noMember(name: string): Fault {
  return fault(`the record has no attribute \`${name}\``);
}
