/** A rule as it was read, with its keys understood together: about tools or about actions, and with which effect. */

import type { Effect } from "../kernel/effect.ts";
import type { RuleFields } from "./rule-fields.ts";

export interface Draft {
  readonly about: "tool" | "action";
  readonly effect: Effect;
  readonly fields: RuleFields;
  /** Line in the file, from 1. */
  readonly line: number;
  /** JSON Pointer in the file. */
  readonly pointer: string;
}
