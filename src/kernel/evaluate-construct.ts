/** Sets, records and extension values; made once where their parts are constant. */

import { type ExtensionFunction, extensionFunction } from "./extension.ts";
import { NO_ENTITIES } from "./hierarchy.ts";
import { constantStep, type Evaluate, type Step, step, type ValueScene } from "./scene.ts";
import { EMPTY_RECORD, type Fault, isFault, recordOf, setOf, type Value } from "./value.ts";

export function set(members: readonly Step[]): Step {
  const runs = members.map(({ run }) => run);
  return madeOnce(members, (scene) => {
    const values = evaluateAll(runs, scene);
    return "kind" in values ? values : setOf(values);
  });
}

/** Of two members with one name the last counts; text with such a record is refused before it comes here. */
export function record(members: readonly (readonly [name: string, value: Step])[]): Step {
  const names = members.map(([name]) => name);
  const runs = members.map(([, { run }]) => run);
  return madeOnce(
    members.map(([, value]) => value),
    (scene) => {
      const values = evaluateAll(runs, scene);
      return "kind" in values ? values : recordOf(new Map(names.map((name, place) => [name, values[place]!])));
    },
  );
}

export function call(name: string, of: readonly Step[]): Step {
  const found = extensionFunction(name, of.length);
  return "kind" in found ? constantStep(found) : madeOnce(of, calling(found, of));
}

function calling({ apply }: ExtensionFunction, [first, second]: readonly Step[]): Evaluate {
  return (scene) => {
    const value = first!.run(scene);
    if (isFault(value)) return value;
    const other = second === undefined ? value : second.run(scene);
    return isFault(other) ? other : apply(value, other);
  };
}

/** What is made of constants is made now. */
function madeOnce(parts: readonly Step[], run: Evaluate): Step {
  return parts.every(({ constant }) => constant !== null) ? constantStep(run(NOWHERE)) : step(run);
}

function evaluateAll(runs: readonly Evaluate[], scene: ValueScene): readonly Value[] | Fault {
  const values: Value[] = [];
  for (const run of runs) {
    const value = run(scene);
    if (isFault(value)) return value;
    values.push(value);
  }
  return values;
}

const NOBODY = { type: "", id: "" };
/** Constants do not look at it. */
const NOWHERE: ValueScene = {
  principal: NOBODY,
  action: NOBODY,
  resource: NOBODY,
  context: EMPTY_RECORD,
  entities: NO_ENTITIES,
};
