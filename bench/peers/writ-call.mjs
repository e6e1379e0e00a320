/** Writ, from the raw call: normalisation is part of the time. */

import { toCall } from "../policy-text.mjs";
import { load as loadWrit } from "./writ.mjs";

export function load(rules, workload) {
  return { ...loadWrit(rules, workload), prepare: toCall };
}
