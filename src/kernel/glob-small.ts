/** In place of glob-fast.ts where size counts: every glob is walked, state by state. */

import type * as fast from "./glob-fast.ts";
import { goodGlob } from "./glob-parse.ts";
import { atomsOf, endsAgree, walk } from "./glob-walk.ts";

export const compileGlob: typeof fast.compileGlob = (pattern) => {
  const test = testOf(pattern);
  return (text) => test([text]);
};

export const mayMatch: typeof fast.mayMatch = (pattern, pieces) => testOf(pattern)(pieces);

function testOf(pattern: string): (pieces: readonly string[]) => boolean {
  const { tokens } = goodGlob(pattern);
  const atoms = atomsOf(tokens);
  return (pieces) => endsAgree(tokens, pieces) && walk(atoms, pieces);
}
