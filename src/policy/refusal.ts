/** A whole file that cannot be read. */

import { type LineColumn, lineFinder } from "./line.ts";

export interface Refusal {
  readonly kind: "refusal";
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  /** Null for the whole file. */
  readonly at: LineColumn | null;
}

/** A refusal at an offset of the text. */
export function refusedAt(
  text: string,
  offset: number,
  why: { readonly code: string; readonly message: string },
): Refusal {
  return { kind: "refusal", ...why, at: lineFinder(text)(offset) };
}
