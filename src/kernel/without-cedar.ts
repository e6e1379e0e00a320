/**
 * In place of with-cedar.ts where size counts and no policy is written in Cedar: every expression is unknown.
 *
 * It fails closed: nothing is allowed by an expression that was not read, and no restriction is skipped because of one.
 */

import { type EntityStore, storeOf } from "./hierarchy.ts";
import { UNKNOWN } from "./truth.ts";
import type { RecordValue } from "./value.ts";
import type * as cedar from "./with-cedar.ts";

export const holdsCheck: typeof cedar.holdsCheck = () => () => UNKNOWN;

export const faultOf: typeof cedar.faultOf = () => "this build reads no expressions";

const NO_MEMBERS: RecordValue = { kind: "record", members: new Map(), flaw: null };

/** The hierarchy alone. */
export const buildEntityStore: typeof cedar.buildEntityStore = (records): EntityStore =>
  storeOf(records.map(({ uid, parents }) => ({ uid, parents, attributes: NO_MEMBERS, tags: NO_MEMBERS })));

export const READS_EXPRESSIONS: typeof cedar.READS_EXPRESSIONS = false;
