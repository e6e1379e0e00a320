/** All that reads typed expressions and values, as one part: a program whose policies have none does without. */

export { checkRequest } from "./conform.ts";
export { buildEntityStore } from "./entity-store.ts";
export { faultOf, holdsCheck } from "./holds.ts";
