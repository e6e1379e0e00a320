/** What a decision needs of budgets and payment lists; `#money` is this, or without-money.ts under that condition. */

export { agentRefusal } from "./agent-gate.ts";
export { hearBudgets } from "./budget-hearing.ts";
export { askTables } from "./table.ts";

/** Budgets and payment lists are heard. */
export const HEARS_MONEY: boolean = true;
