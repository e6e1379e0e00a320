/** Globs against texts with holes: could some filling match? */

import { matchShape } from "./glob-match.ts";
import { goodGlob, type Token } from "./glob-parse.ts";
import { shapeOf } from "./glob-segment.ts";
import { atomsOf, endsAgree, isRun, walk } from "./glob-walk.ts";

/**
 * True when the glob could match the pieces with some strings between them: `["a", "b"]` is `a…b`.
 *
 * Never false when a filling matches. True without one only for a class that matches nothing, for half a surrogate pair
 * beside a hole, and when pattern and pieces are too long to search. Throws on a pattern that `parseGlob` refuses.
 */
export function mayMatch(pattern: string, pieces: readonly string[]): boolean {
  const glob = goodGlob(pattern);
  if (pieces.length < 2) return matchShape(shapeOf(glob), pieces[0] ?? "");
  const { tokens } = glob;
  return endsAgree(tokens, pieces) && (isOpen(tokens) || walk(atomsOf(tokens), pieces));
}

/**
 * True when stars that take anything stand directly behind the literal start and before the literal end: they absorb
 * the pieces, and a hole can hold all that is between them.
 */
function isOpen(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.kind === "literal" ? 1 : 0;
  const last = tokens.length - (tokens.at(-1)?.kind === "literal" ? 2 : 1);
  return first <= last && isRun(tokens, first) && isRun(tokens, last);
}
