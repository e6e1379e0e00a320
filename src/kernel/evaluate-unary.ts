/** Minus, `isEmpty()` and `like`. */

import type { LikePattern } from "./expression.ts";
import { compileLike } from "./like.ts";
import { subtractLong } from "./long.ts";
import { type Step, step } from "./scene.ts";
import { type Fault, fault, isFault, isLong, isSet, typeFault, type Value } from "./value.ts";

export function opposite(of: Step): Step {
  return unary(of, (value) => {
    if (!isLong(value)) return typeFault("long", value);
    return subtractLong(0, value) ?? fault(`integer overflow: -(${value})`);
  });
}

export function isEmpty(of: Step): Step {
  return unary(of, (value) => (isSet(value) ? value.of.length === 0 : typeFault("set", value)));
}

export function like({ run }: Step, pattern: LikePattern): Step {
  const matches = compileLike(pattern);
  return step((scene) => {
    const value = run(scene);
    if (typeof value === "string") return matches(value);
    return isFault(value) ? value : typeFault("string", value);
  });
}

function unary({ run }: Step, apply: (value: Value) => Value | Fault): Step {
  return step((scene) => {
    const value = run(scene);
    return isFault(value) ? value : apply(value);
  });
}
