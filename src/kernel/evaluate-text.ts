/** Two strings in order: as exact decimals, or by code point. */

import { compareDecimal, parseDecimal } from "./amount.ts";
import type { Expression } from "./expression.ts";
import { type Apply, applied, type Step } from "./scene.ts";
import { type Fault, fault, typeFault } from "./value.ts";

type Order = Expression & { readonly kind: "order" };

/** Negative, 0 or positive. */
type Compare = (left: string, right: string) => number | Fault;

const COMPARE: Readonly<Record<Order["as"], Compare>> = {
  decimal: (left, right) => {
    const [a, b] = [parseDecimal(left), parseDecimal(right)];
    return a === null || b === null ? fault(`not a decimal: \`${a === null ? left : right}\``) : compareDecimal(a, b);
  },
  text: comparePoints,
};

export function order({ as, operator }: Order, left: Step, right: Step): Step {
  const compare = COMPARE[as];
  const apply: Apply = (a, b) => {
    if (typeof a !== "string") return typeFault("string", a);
    if (typeof b !== "string") return typeFault("string", b);
    const sign = compare(a, b);
    if (typeof sign !== "number") return sign;
    return operator === "less" ? sign < 0 : sign <= 0;
  };
  return applied(apply)(left, right);
}

/** Units above the surrogates stand behind what pairs of surrogates stand for, except by code point. */
function comparePoints(left: string, right: string): number {
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [a, b] = [left.codePointAt(i) ?? 0, right.codePointAt(i) ?? 0];
    if (a !== b) return a - b;
  }
  return left.length - right.length;
}
