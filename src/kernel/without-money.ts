/**
 * In place of with-money.ts where size counts and only rules decide: no budget is added up and no payment list opened.
 *
 * It fails closed: a request that one of them would be asked about is denied, and all others are decided as ever.
 */

import type { Refusal } from "./request.ts";
import { DEFAULT_DENY } from "./voice.ts";
import type * as money from "./with-money.ts";

const undecidable = (what: string): Refusal => ({ code: "policy.undecidable", detail: `this build has no ${what}` });

const NO_AGENTS: Refusal = undecidable("lists of agents");
const NO_BUDGETS: Refusal = undecidable("budgets");
const NO_TABLES: Refusal = undecidable("tables of payments");

export const HEARS_MONEY: typeof money.HEARS_MONEY = false;

/** A register may have stopped the agent. */
export const agentRefusal: typeof money.agentRefusal = ({ principal, kind }, { register }) =>
  register !== null && principal.type === "Writ::Agent" && kind !== "invalid" ? NO_AGENTS : null;

/** No budget covers what moves nothing; what does not say what it moves may move anything. */
export const hearBudgets: typeof money.hearBudgets = ({ request }, verdict) =>
  request.movements?.length === 0 ? { verdict, denial: null } : { verdict: DEFAULT_DENY, denial: NO_BUDGETS };

/** Every payment: where there is no table, it may still contradict itself. */
export const askTables: typeof money.askTables = () => ({ denial: NO_TABLES, failed: [], passed: [] });
