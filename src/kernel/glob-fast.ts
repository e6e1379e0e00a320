/** How one glob is tried (`#glob`): by bare compares where its shape allows. */

export { mayMatch } from "./glob-hole.ts";
export { compileGlob } from "./glob-match.ts";
