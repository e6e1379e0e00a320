/** Finds rules through an index (`#lookup`): what a decision costs depends on what can match, not on what exists. */

export { buildLookup } from "./lookup.ts";
export { find, findNear, truthOf } from "./visit.ts";
