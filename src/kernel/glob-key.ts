/** By which literals a glob can be found in a text, when its literal ends are already known to be there. */

import type { Unit } from "./glob-parse.ts";
import type { Segment, Shape } from "./glob-segment.ts";

/**
 * `plain`: the keys, one behind the other between the ends, are all there is. `segments`: each key is the anchor of a
 * segment, around which the rest is to be compared. `whole`: once the key is met the whole glob is to be tried.
 */
export type KeyKind = "plain" | "segments" | "whole";

export interface Keys {
  readonly kind: KeyKind;
  /** Empty when no literal stands between the ends. */
  readonly keys: readonly string[];
}

/** The keys of a glob that has more than one star, or something besides literals. */
export function keysOf(shape: Shape): Keys {
  const keys = shape.inner.map((segment) => segment.anchor);
  if (keys.length > 0 && !keys.includes("")) return { kind: isPlain(shape) ? "plain" : "segments", keys };
  const last = shape.tail ?? shape.head;
  const ends = [shape.head.units[0], last.units.at(-1)];
  const units = [shape.head, ...shape.inner, last].flatMap((segment) => segment.units);
  const key = units.reduce((best, unit) => (ends.includes(unit) ? best : longer(best, unit)), "");
  return { kind: "whole", keys: key === "" ? [] : [key] };
}

function isPlain({ head, inner, tail }: Shape): boolean {
  return tail !== null && [head, ...inner, tail].every((segment: Segment) => segment.literal && !segment.component);
}

function longer(best: string, unit: Unit): string {
  return unit.kind === "literal" && unit.text.length > best.length ? unit.text : best;
}
