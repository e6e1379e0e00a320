/** Paths that climb out of the directory with which they begin: `src/../x` is not below `src`. */

import type { Text } from "../../kernel/request.ts";
import type { Word } from "./syntax.ts";
import { isLiteral } from "./text.ts";

/** So many of one command are looked at one by one. */
export const MAX_CLIMBS = 16;

const MAY_CLIMB = /\.[.*?[]/;
/** A pattern, but for its stars, that may match `..`: in some shells a dot that is written lets it. */
const PARENT = /^\.(?:[.?]|\[(?!(?:[A-Za-z0-9_](?:-[A-Za-z0-9_])?)+\]$)[^/]*\])?$/;

/** The path that a word is, or as a pattern may be, when it climbs behind a name; null for other words. */
export function climbOf({ text, glob }: Word): Text | null {
  const pieces = isLiteral(text) ? [text] : text;
  if (!pieces.some((piece) => MAY_CLIMB.test(piece))) return null;
  const path = glob ? pieces.map(withParents) : pieces;
  if (!climbs(path.join("x"))) return null;
  return isLiteral(text) ? (path[0] ?? "") : path;
}

/** Why no allow may rely on a command of these words, or null. */
export function climbDoubt(words: readonly Word[]): string | null {
  let count = 0;
  for (const word of words) if (climbOf(word) !== null) count += 1;
  return count > MAX_CLIMBS ? `more than ${MAX_CLIMBS} of its paths climb` : null;
}

function withParents(piece: string): string {
  return piece
    .split("/")
    .map((part) => (part !== "." && PARENT.test(part.replaceAll("*", "")) ? ".." : part))
    .join("/");
}

function climbs(path: string): boolean {
  const parts = path.split("/");
  const named = parts.findIndex((part) => part !== "" && part !== "." && part !== "..");
  return named !== -1 && parts.indexOf("..", named) !== -1;
}
