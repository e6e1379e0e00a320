/** Globs: the pattern language of tool policies. The flavour is docs/spec/glob.md. */

export { compileGlob, mayMatch } from "./glob-fast.ts";
export { foldCase, foldGlob } from "./glob-fold.ts";
export { type Glob, type GlobFlaw, type GlobProblem, parseGlob, type Token, type Unit } from "./glob-parse.ts";
