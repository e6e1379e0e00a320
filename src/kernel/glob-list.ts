/** Many globs, tried one by one: as good as an index where there are few of them. */

import { compileGlob } from "./glob-match.ts";

export interface GlobSet {
  /** Pushes the index of every pattern that matches, each once, in no particular order. */
  collect(text: string, found: number[]): void;
}

/** Builds a set; throws on a pattern that `parseGlob` refuses. */
export function buildGlobSet(patterns: readonly string[]): GlobSet {
  const tests = patterns.map(compileGlob);
  const only = tests.length === 1 ? tests[0]! : null;
  return only === null ? { collect: (text, found) => tryAll(tests, text, found) } : single(only);
}

function single(test: (text: string) => boolean): GlobSet {
  return {
    collect: (text, found) => {
      if (test(text)) found.push(0);
    },
  };
}

function tryAll(tests: readonly ((text: string) => boolean)[], text: string, found: number[]): void {
  for (let i = 0; i < tests.length; i++) if (tests[i]!(text)) found.push(i);
}
