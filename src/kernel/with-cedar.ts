/** What a decision needs of typed expressions; `#cedar` is this, or without-cedar.ts under the condition of that name. */

export { buildEntityStore } from "./entity-store.ts";
export { faultOf, holdsCheck } from "./holds.ts";

/** A policy may want a restriction that fails to be skipped, as Cedar has it. */
export const SKIPS_FAULTS: boolean = true;
