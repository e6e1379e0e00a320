/** All lints: one row each. Adding a lint is adding a row. */

import { findContradictions } from "./contradiction.ts";
import { findHidden, findLateExceptions } from "./hidden.ts";
import type { Lint } from "./lint.ts";
import { findMisspeltTools } from "./tool-name.ts";
import { findOpenTwins } from "./twin.ts";

export const LINTS: readonly Lint[] = [
  {
    code: "lint.hidden_rule",
    summary: "another rule of the same policy always answers where this one matches",
    find: findHidden,
  },
  {
    code: "lint.late_exception",
    summary: "a deny or ask stands below the wider allow that it was meant to narrow",
    find: findLateExceptions,
  },
  {
    code: "lint.never_matches",
    summary: "the conditions of the rule exclude each other",
    find: findContradictions,
  },
  {
    code: "lint.open_twin",
    summary: "a tool is denied while another one that does the same is allowed",
    find: findOpenTwins,
  },
  {
    code: "lint.unknown_tool",
    summary: "the name of a tool looks like a typo of a known one",
    find: findMisspeltTools,
  },
];
