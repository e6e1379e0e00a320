/**
 * Finds rules and budgets through indexes (`#lookup`): what a decision costs depends on what can match, not on what
 * exists.
 */

export { budgetsFor } from "./budget-index.ts";
export { buildLookup } from "./lookup.ts";
export { find, findNear, truthOf } from "./visit.ts";
