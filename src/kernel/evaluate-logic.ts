/** `&&`, `||`, `!` and `if`: only operands that are reached can fail. */

import { type Evaluate, type Step, step, type ValueScene } from "./scene.ts";
import { type Fault, isFault, typeFault, type Value } from "./value.ts";

export function all(members: readonly Step[]): Step {
  return step(untilDecided(members, false));
}

export function any(members: readonly Step[]): Step {
  return step(untilDecided(members, true));
}

export function negation({ run }: Step): Step {
  return step((scene) => {
    const value = run(scene);
    return typeof value === "boolean" ? !value : notBoolean(value);
  });
}

export function choose(test: Step, yes: Step, no: Step): Step {
  return step((scene) => {
    const value = test.run(scene);
    if (value === true) return yes.run(scene);
    return value === false ? no.run(scene) : notBoolean(value);
  });
}

/** Left to right; the first that is `decisive` is the result, the other boolean if none is. */
function untilDecided(members: readonly Step[], decisive: boolean): Evaluate {
  const runs = members.map(({ run }) => run);
  const [first, second] = runs;
  if (runs.length === 2) return eitherOf([first!, second!], decisive);
  return (scene) => {
    for (const run of runs) {
      const value = run(scene);
      if (value === decisive) return decisive;
      if (typeof value !== "boolean") return notBoolean(value);
    }
    return !decisive;
  };
}

/** The same for two, without a loop. */
function eitherOf([first, second]: readonly [Evaluate, Evaluate], decisive: boolean): Evaluate {
  return (scene: ValueScene) => {
    const value = first(scene);
    if (value === decisive) return decisive;
    if (typeof value !== "boolean") return notBoolean(value);
    const other = second(scene);
    return typeof other === "boolean" ? other : notBoolean(other);
  };
}

function notBoolean(value: Value | Fault): Fault {
  return isFault(value) ? value : typeFault("bool", value);
}
