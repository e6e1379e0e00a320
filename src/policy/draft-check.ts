/** What is wrong with a rule although each of its keys is right: one row for each mistake. */

import { compareDecimal } from "../kernel/amount.ts";
import type { Draft } from "./draft.ts";
import { isEffectWord } from "./effect-word.ts";
import { type Finding, type Reading, report } from "./reading.ts";
import type { RuleFields } from "./rule-fields.ts";

interface Check extends Finding {
  readonly about: Draft["about"] | "both";
  /** Where the column stands; the rule itself if null. */
  readonly key: keyof RuleFields | null;
  readonly fails: (fields: RuleFields, draft: Draft) => boolean;
}

const CHECKS: readonly Check[] = [
  {
    about: "tool",
    key: null,
    code: "rule.missing_key",
    message: "the rule has no `action`",
    help: 'write `action = "allow"`, `"deny"` or `"ask_user"`',
    fails: (fields) => !("action" in fields || "effect" in fields),
  },
  {
    about: "tool",
    key: "effect",
    code: "rule.effect_twice",
    message: "a rule about tools states its effect in `action` or in `effect`, not in both",
    help: "remove one of them",
    fails: (fields) => "action" in fields && "effect" in fields,
  },
  ...(["limit", "currency", "tenant"] as const).map(
    (key): Check => ({
      about: "tool",
      key,
      code: "rule.foreign_key",
      message: `\`${key}\` is a key of rules about actions, and this rule is about tools`,
      help: "make it a rule of its own without `tool_pattern`, `tool` and `server`, and see `[classify]`",
      on: "key",
      fails: (fields) => key in fields,
    }),
  ),
  ...(["arg_pattern", "args"] as const).map(
    (key): Check => ({
      about: "action",
      key,
      code: "rule.foreign_key",
      message: `\`${key}\` is a key of rules about tools, and this rule is about an action`,
      help: "is `tool_pattern` missing?",
      on: "key",
      fails: (fields) => key in fields,
    }),
  ),
  {
    about: "action",
    key: null,
    code: "rule.missing_key",
    message: "the rule has no `action`",
    help: "name the action it is about, or give it a `tool_pattern`",
    fails: (fields) => !("action" in fields),
  },
  {
    about: "action",
    key: "action",
    code: "rule.effect_as_action",
    message: "an effect stands where a rule about actions names its action",
    help: "is `tool_pattern` missing?",
    fails: ({ action }) => action !== undefined && isEffectWord(action),
  },
  {
    about: "action",
    key: "action",
    severity: "warning",
    code: "rule.glob_in_action",
    message: "the name of an action is exact, and `*` stands for itself",
    help: "write a rule for each action",
    fails: ({ action }) => action?.includes("*") === true,
  },
  {
    about: "tool",
    key: "tool_pattern",
    severity: "warning",
    code: "rule.mcp_prefix",
    message: "the pattern also matches tools of servers whose names begin alike",
    help: "end the server's name with `_*`, or use `server`",
    fails: ({ tool_pattern }) => tool_pattern !== undefined && /^mcp_[^_*?[\]]+\*$/.test(tool_pattern),
  },
  {
    about: "action",
    key: "limit",
    severity: "warning",
    code: "rule.limit_without_currency",
    message: "`limit` without `currency` bounds the amount in whatever currency the call names",
    help: "add `currency`",
    fails: (fields, { effect }) => effect !== "deny" && "limit" in fields && !("currency" in fields),
  },
  {
    about: "action",
    key: "limit",
    severity: "warning",
    code: "rule.limit_on_deny",
    message: "`limit` does not narrow a rule that denies: any amount is denied",
    help: "remove `limit`; a rule without `effect` denies",
    fails: (fields, { effect }) => effect === "deny" && "limit" in fields,
  },
  {
    about: "both",
    key: "valid_until",
    code: "rule.never_valid",
    message: "`valid_until` is not after `valid_from`, so the rule never holds",
    fails: ({ valid_from, valid_until }) =>
      valid_from !== undefined && valid_until !== undefined && valid_until <= valid_from,
  },
  {
    about: "tool",
    key: "args",
    code: "rule.empty_range",
    message: "`min` is above `max`, so the rule never holds",
    fails: ({ args = [] }) =>
      args.some(
        ([, test]) =>
          "min" in test && test.min !== undefined && test.max !== undefined && compareDecimal(test.min, test.max) > 0,
      ),
  },
  {
    about: "both",
    key: "deny_code",
    severity: "warning",
    code: "rule.idle_deny_code",
    message: "`deny_code` has no effect on a rule that does not deny",
    help: "remove it",
    fails: (fields, { effect }) => effect !== "deny" && "deny_code" in fields,
  },
];

const BY_KIND: Readonly<Record<Draft["about"], readonly Check[]>> = {
  tool: CHECKS.filter(({ about }) => about !== "action"),
  action: CHECKS.filter(({ about }) => about !== "tool"),
};

/** Reports every row that applies. */
export function checkDraft(draft: Draft, reading: Reading): void {
  for (const check of BY_KIND[draft.about]) {
    if (!check.fails(draft.fields, draft)) continue;
    const { about, key, fails, ...finding } = check;
    report(reading, key === null ? draft.pointer : `${draft.pointer}/${key}`, finding);
  }
}
