/** `==`, `<` and `<=`, with short ways for the constants that policies compare with. */

import type { Long } from "./long.ts";
import { sameValue } from "./same-value.ts";
import { type Apply, applied, type Evaluate, type Step, step } from "./scene.ts";
import { type AmountValue, flawOf, isEntity, isFault, isLong, isRecord, typeFault, type Value } from "./value.ts";

type Holds = (left: Long, right: Long) => boolean;

export function equality(left: Step, right: Step): Step {
  const constant = right.constant ?? left.constant;
  const other = right.constant === null ? right : left;
  if (constant === null || isFault(constant)) return applied(equal)(left, right);
  if (typeof constant !== "object") return step(equalToPrimitive(other.run, constant));
  return isEntity(constant) ? step(equalToEntity(other.run, constant.type, constant.id)) : applied(equal)(left, right);
}

export function ordering(holds: Holds): (left: Step, right: Step) => Step {
  const general = applied(inOrder(holds));
  return (left, right) => {
    const [low, high] = [left.constant, right.constant];
    if (typeof high === "number") return step(belowNumber(left.run, high, holds));
    if (typeof low === "number") return step(aboveNumber(right.run, low, holds));
    return general(left, right);
  };
}

/** Different types are unequal; only two records of which one cannot be read in full have no answer. */
const equal: Apply = (left, right) => {
  if (isRecord(left) && isRecord(right)) return flawOf(left) ?? flawOf(right) ?? sameValue(left, right);
  return sameValue(left, right);
};

function equalToPrimitive(run: Evaluate, constant: Value): Evaluate {
  return (scene) => {
    const value = run(scene);
    return value === constant || (isFault(value) ? value : false);
  };
}

function equalToEntity(run: Evaluate, type: string, id: string): Evaluate {
  return (scene) => {
    const value = run(scene);
    if (typeof value !== "object") return false;
    if (value.kind === undefined) return value.id === id && value.type === type;
    return value.kind === "fault" ? value : false;
  };
}

// The side that is not constant is nearly always a number; whatever else it is, the general way says.

function belowNumber(run: Evaluate, high: number, holds: Holds): Evaluate {
  const general = inOrder(holds);
  return (scene) => {
    const value = run(scene);
    if (typeof value === "number") return holds(value, high);
    return isFault(value) ? value : general(value, high, scene);
  };
}

function aboveNumber(run: Evaluate, low: number, holds: Holds): Evaluate {
  const general = inOrder(holds);
  return (scene) => {
    const value = run(scene);
    if (typeof value === "number") return holds(low, value);
    return isFault(value) ? value : general(low, value, scene);
  };
}

function inOrder(holds: Holds): Apply {
  return (left, right) => {
    if (isLong(left)) return isLong(right) ? holds(left, right) : typeFault("long", right);
    if (!isMoment(left)) return typeFault("long, datetime or duration", left);
    return isMoment(right) && left.type === right.type ? holds(left.amount, right.amount) : typeFault(left.type, right);
  };
}

function isMoment(value: Value): value is AmountValue {
  return (
    typeof value === "object" && value.kind === "extension" && (value.type === "datetime" || value.type === "duration")
  );
}
