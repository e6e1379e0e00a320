/** What a decision needs of typed expressions; `#cedar` is this, or without-cedar.ts under the condition of that name. */

export { buildEntityStore } from "./entity-store.ts";
export { faultOf, holdsCheck } from "./holds.ts";

/** Only where expressions are read can one fail, and a policy want its restriction to be skipped, as Cedar has it. */
export const READS_EXPRESSIONS: boolean = true;
