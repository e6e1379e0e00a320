/** What an expression is evaluated in, and the steps that it is compiled to. */

import type { Uid } from "./expression.ts";
import type { GivenContext } from "./given-context.ts";
import type { EntityStore } from "./hierarchy.ts";
import { type Fault, isFault, type RecordValue, type Value } from "./value.ts";

export interface ValueScene {
  readonly principal: Uid;
  readonly action: Uid;
  readonly resource: Uid;
  readonly context: RecordValue | GivenContext;
  readonly entities: EntityStore;
}

/** Never throws: what has no value is a fault. */
export type Evaluate = (scene: ValueScene) => Value | Fault;

/** A compiled expression; `constant` where it is the same in every scene. */
export interface Step {
  readonly run: Evaluate;
  readonly constant: Value | Fault | null;
}

export function constantStep(constant: Value | Fault): Step {
  return { run: () => constant, constant };
}

export function step(run: Evaluate): Step {
  return { run, constant: null };
}

export type Apply = (left: Value, right: Value, scene: ValueScene) => Value | Fault;

/** Evaluates left, then right, then applies. */
export function applied(apply: Apply): (left: Step, right: Step) => Step {
  return (left, right) =>
    step((scene) => {
      const first = left.run(scene);
      if (isFault(first)) return first;
      const second = right.run(scene);
      return isFault(second) ? second : apply(first, second, scene);
    });
}
