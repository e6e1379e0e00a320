/** Walks what the line hides in literals that it evaluates. */

import { evaluatedCode } from "./evaluation.ts";
import type { Place } from "./place.ts";
import { GrammarError, innerSource } from "./source.ts";
import { type Walk, walkWords } from "./walk.ts";
import { readBody } from "./word.ts";

/** The commands in literals that the shell evaluates; gives why the line is not understood, or null. */
export function walkEvaluated(walk: Walk, place: Place): string | null {
  const { shared } = walk.source;
  const why = evaluatedCode(shared.evaluation);
  if (why === null) return null;
  for (const text of shared.evaluation.hidden) {
    shared.depth = 0;
    try {
      walkWords(walk, [readBody(innerSource(text, walk.source))], place);
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
      walk.opaque ??= error.message;
    }
  }
  return why;
}
