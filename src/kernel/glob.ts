/** Globs: the pattern language of tool policies. The flavour is docs/spec/glob.md. */

export { foldCase, foldGlob } from "./glob-fold.ts";
export { mayMatch } from "./glob-hole.ts";
export { compileGlob } from "./glob-match.ts";
export { type Glob, type GlobFlaw, type GlobProblem, parseGlob, type Token, type Unit } from "./glob-parse.ts";
