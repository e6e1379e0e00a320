/** `#cedar` where the entries are bundled: what the kernel needs of typed expressions, loaded with the first of them. */

import { NO_ENTITIES } from "../kernel/hierarchy.ts";
import type * as cedar from "../kernel/with-cedar.ts";
import { typed } from "./bundled.ts";

export const holdsCheck: typeof cedar.holdsCheck = (expression, stance) => typed().holdsCheck(expression, stance);

export const faultOf: typeof cedar.faultOf = (expression, part, scene) => typed().faultOf(expression, part, scene);

export const buildEntityStore: typeof cedar.buildEntityStore = (records) =>
  records.length === 0 ? NO_ENTITIES : typed().buildEntityStore(records);

export const READS_EXPRESSIONS: typeof cedar.READS_EXPRESSIONS = true;
