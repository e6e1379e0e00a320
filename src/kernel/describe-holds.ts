/** An expression as the conditions that a person sees in it: each member of a conjunction, with what it saw. */

import type { Scene, Stance } from "./condition.ts";
import type { Described } from "./describe.ts";
import { compileExpression } from "./evaluate.ts";
import type { BinaryOperator, Expression } from "./expression.ts";
import { formatExpression } from "./expression-text.ts";
import { seenOf, truthOf } from "./holds.ts";
import type { Part } from "./request.ts";
import type { ValueScene } from "./scene.ts";
import { showValue } from "./show-value.ts";
import type { Truth } from "./truth.ts";
import { isFault } from "./value.ts";

export interface DescribedHold extends Described {
  readonly truth: Truth;
  readonly expression: Expression;
}

const SIGNS: Partial<Readonly<Record<BinaryOperator, string>>> = { equal: "==", less: "<", at_most: "<=", in: "in" };

/** In their order, as far as they are reached: behind the first that does not hold nothing is asked. */
export function describeHolds(
  expression: Expression,
  part: Part,
  { scene, stance }: { readonly scene: Scene; readonly stance: Stance },
): readonly DescribedHold[] {
  const { exact, every } = seenOf(part, scene);
  const views = stance === "permissive" ? exact : every;
  const described: DescribedHold[] = [];
  for (const member of expression.kind === "and" ? expression.of : [expression]) {
    const evaluate = compileExpression(member);
    // Of several spellings, the one that is told is the one that decides.
    const wanted = stance !== "permissive";
    const view = views.find((each) => evaluate(each) === wanted) ?? (views[0] as ValueScene);
    const value = evaluate(view);
    described.push({ ...describe(member, view), truth: truthOf(value), expression: member });
    if (value !== true) break;
  }
  return described;
}

function describe(expression: Expression, view: ValueScene): Described {
  if (expression.kind === "binary") {
    const sign = SIGNS[expression.operator];
    if (sign !== undefined)
      return {
        condition: formatExpression(expression.left),
        actual: shown(expression.left, view),
        expected: `${sign} ${formatExpression(expression.right)}`,
      };
  }
  return { condition: formatExpression(expression), actual: shown(expression, view), expected: "true" };
}

/** The value, or why there is none. */
function shown(expression: Expression, view: ValueScene): string {
  const value = compileExpression(expression)(view);
  return isFault(value) ? value.text : showValue(value);
}
