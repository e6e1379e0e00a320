/** The condition `holds`: an expression over the typed views of a part. */

import type { Check, Scene, Stance } from "./condition.ts";
import { compileExpression, type Evaluate, type ValueScene } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import type { Part } from "./request.ts";
import { both, either, FALSE, TRUE, type Truth, UNKNOWN } from "./truth.ts";
import { isFault } from "./value.ts";
import { viewsOf } from "./view.ts";

/** What expressions see of a part: as an allow reads it, and as a restriction does. */
export interface Seen {
  readonly part: Part;
  readonly exact: readonly ValueScene[];
  readonly every: readonly ValueScene[];
}

/** True on every exact view for an allow, on any view for a restriction; unknown where the expression fails. */
export function holdsCheck(expression: Expression, stance: Stance): Check {
  const evaluate = compileExpression(expression);
  if (stance === "permissive") return (part, scene) => all(evaluate, seenOf(part, scene).exact);
  return (part, scene) => any(evaluate, seenOf(part, scene).every);
}

export function seenOf(part: Part, scene: Scene): Seen {
  if (scene.seen === null || scene.seen.part !== part) scene.seen = viewsOf(part, scene);
  return scene.seen;
}

function all(evaluate: Evaluate, views: readonly ValueScene[]): Truth {
  let truth = truthOf(evaluate(views[0] as ValueScene));
  for (let i = 1; i < views.length; i++) truth = both(truth, truthOf(evaluate(views[i] as ValueScene)));
  return truth;
}

function any(evaluate: Evaluate, views: readonly ValueScene[]): Truth {
  let truth = truthOf(evaluate(views[0] as ValueScene));
  for (let i = 1; i < views.length; i++) truth = either(truth, truthOf(evaluate(views[i] as ValueScene)));
  return truth;
}

export function truthOf(value: ReturnType<Evaluate>): Truth {
  return value === true ? TRUE : value === false ? FALSE : UNKNOWN;
}

/** Why the expression fails on the part; null when it does not. */
export function faultOf(expression: Expression, part: Part, scene: Scene): string | null {
  const evaluate = compileExpression(expression);
  for (const view of seenOf(part, scene).every) {
    const value = evaluate(view);
    if (isFault(value)) return value.text;
    if (typeof value !== "boolean") return "the condition is not a truth value";
  }
  return null;
}
