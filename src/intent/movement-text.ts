/** Canonical JSON of what moves and of the windows it moves in: the text `canonical` gives, written member by member. */

import { canonical } from "../kernel/canonical.ts";
import type { WindowFact } from "../kernel/facts.ts";
import type { Dimension, Dimensions, Movement } from "../kernel/movement.ts";
import { stringText } from "./string-text.ts";

/** `canonical(movements)`. */
export function movementsText(movements: readonly Movement[]): string {
  return `[${movements.map(movementText).join(",")}]`;
}

/** `canonical(windows)`. */
export function windowsText(windows: readonly WindowFact[]): string {
  return `[${windows.map(windowText).join(",")}]`;
}

function movementText({ amounts, dimensions }: Movement): string {
  return `{"amounts":${amounts === null ? "null" : canonical(amounts)},"dimensions":${dimensionsText(dimensions)}}`;
}

/** All there are, in canonical order, with what stands before the value of each. */
const DIMENSIONS: readonly { readonly name: Dimension; readonly opening: string }[] = (
  ["action", "asset", "chain", "group", "payee", "principal", "provider", "session", "task", "tenant", "tool"] as const
).map((name) => ({ name, opening: `"${name}":` }));

function dimensionsText(dimensions: Dimensions): string {
  let text = "{";
  for (const { name, opening } of DIMENSIONS) {
    const value = dimensions[name];
    if (value === undefined) continue;
    if (text.length > 1) text += ",";
    text += opening + (value === null || typeof value === "string" ? stringText(value) : canonical(value));
  }
  return `${text}}`;
}

function windowText({ budget, from, key, reserved, spent, to }: WindowFact): string {
  const bounds = `"from":${stringText(from)},"key":${stringText(key)},"reserved":${stringText(reserved)}`;
  return `{"budget":${stringText(budget)},${bounds},"spent":${stringText(spent)},"to":${stringText(to)}}`;
}
