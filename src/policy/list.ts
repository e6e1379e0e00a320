/** All rules as people wrote them, for `list`: the JSON shape of Radium and more. */

import type { Budget } from "../kernel/budget.ts";
import { conditionText } from "../kernel/describe.ts";
import { PolicyError } from "../kernel/diagnostic.ts";
import type { Effect, Mode, Tier } from "../kernel/effect.ts";
import { PAYMENT_REQUEST } from "../kernel/payment.ts";
import type { Rule } from "../kernel/rule.ts";
import { loweredPolicies, type Manifest, strictest } from "./assemble.ts";
import type { Draft } from "./draft.ts";
import { readManifest } from "./load.ts";
import type { When } from "./sbo3l/rule.ts";
import type { PolicyFile } from "./source.ts";

export interface ListedRule {
  /** The name, else the id. */
  readonly name: string;
  readonly tool_pattern: string | null;
  readonly arg_pattern: string | null;
  /** `allow`, `deny` or `ask_user` of a rule about tools; the name of the action of the others. */
  readonly action: string;
  readonly priority: Tier;
  readonly reason: string | null;
  readonly id: string;
  readonly tier: Tier;
  /** `policy.toml:12` */
  readonly source: string;
  readonly enabled: boolean;
  /** RFC 3339 in UTC. */
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly effect: Effect;
  readonly tool: readonly string[] | null;
  readonly server: readonly string[] | null;
  readonly limit: string | null;
  readonly currency: string | null;
  readonly tenant: string | null;
  /** The expression that must hold besides what the keys say. */
  readonly when: string | null;
  /** What it requires besides, such as `2 of finance`. */
  readonly approvals: string | null;
}

export interface ListedBudget extends Budget {
  /** `policy.toml:12` */
  readonly source: string;
}

export interface RuleListing {
  readonly approval_mode: Mode | null;
  readonly rules: readonly ListedRule[];
  readonly rule_count: number;
  readonly budgets: readonly ListedBudget[];
}

/** Lists every rule in the order of the files, disabled ones too; throws PolicyError when a file is wrong. */
export function listRules(files: readonly PolicyFile[]): RuleListing {
  const manifest = readManifest(files, {});
  if ("diagnostics" in manifest) throw new PolicyError(manifest.diagnostics);
  const rules = manifest.documents.flatMap((document) => [
    ...document.rules.map((rule) => listed(rule, document.reading.source.name, manifest)),
    ...(document.sbo3l?.rules ?? []).map((rule) => listedWhen(rule, document.reading.source.name)),
    ...loweredPolicies(document, manifest).flatMap(({ source, rules }) => rules.map((rule) => lowered(rule, source))),
  ]);
  const budgets = manifest.documents.flatMap((document) =>
    document.budgets.map(({ budget, line }) => ({ ...budget, source: `${document.reading.source.name}:${line}` })),
  );
  const approval_mode = strictest(manifest.documents.map(({ mode }) => mode));
  return { approval_mode, rules, rule_count: rules.length, budgets };
}

const WORDS: Readonly<Record<Effect, string>> = { allow: "allow", deny: "deny", ask: "ask_user" };

function listed(rule: Draft, file: string, { ids }: Manifest): ListedRule {
  const { fields, about, effect, line } = rule;
  const id = ids.get(rule) ?? "";
  const tier = fields.priority ?? "user";
  return {
    name: fields.name ?? id,
    tool_pattern: fields.tool_pattern ?? null,
    arg_pattern: fields.arg_pattern ?? null,
    action: about === "tool" ? WORDS[effect] : (fields.action ?? ""),
    priority: tier,
    reason: fields.reason ?? null,
    id,
    tier,
    source: `${file}:${line}`,
    enabled: fields.enabled ?? true,
    valid_from: fields.valid_from ?? null,
    valid_until: fields.valid_until ?? null,
    effect,
    tool: fields.tool ?? null,
    server: fields.server ?? null,
    limit: fields.limit ?? null,
    currency: fields.currency ?? null,
    tenant: fields.tenant ?? null,
    when: null,
    approvals: fields.approvals ?? null,
  };
}

/** A rule of a language that has no keys. */
function lowered(rule: Rule, source: string): ListedRule {
  const { id, effect, tier, reason, approvals = null } = rule;
  const when = rule.when.map(conditionText).join(" && ");
  return {
    ...NO_KEYS,
    name: id,
    action: WORDS[effect],
    priority: tier,
    reason,
    id,
    tier,
    source: `${source}:${rule.line}`,
    effect,
    when: when === "" ? null : when,
    approvals,
  };
}

/** A rule of an SBO3L document: what it is about goes without saying there. */
function listedWhen({ id, effect, text, line }: When, file: string): ListedRule {
  const place = { id, tier: "user", priority: "user", source: `${file}:${line}`, reason: null } as const;
  return { ...NO_KEYS, name: id, action: PAYMENT_REQUEST, ...place, effect, when: text, approvals: null };
}

const NO_KEYS = {
  tool_pattern: null,
  arg_pattern: null,
  enabled: true,
  valid_from: null,
  valid_until: null,
  tool: null,
  server: null,
  limit: null,
  currency: null,
  tenant: null,
} as const;
