/** Generated cases for everything that checks `decide`. */

import { createHash } from "node:crypto";
import type { Facts } from "../../src/kernel/facts.ts";
import type { ActionPart, Request } from "../../src/kernel/request.ts";
import {
  type Condition,
  DEFAULT_SETTINGS,
  type Policy,
  type Rule,
  SEMANTICS,
  type Snapshot,
} from "../../src/kernel/rule.ts";
import { type Choice, once, pick, several } from "./choice.ts";
import { cedarConditions, condition, paymentConditions, scope } from "./generate-condition.ts";
import { ENTITIES } from "./generate-entity.ts";
import { INSTANTS, request, TENANTS } from "./generate-request.ts";

export interface Case {
  readonly request: Request;
  readonly snapshot: Snapshot;
  readonly facts: Facts;
}

export function decisionCase(choice: Choice): Case {
  return { request: request(choice), snapshot: snapshot(choice), facts: facts(choice) };
}

/** One snapshot with up to three policies of up to five rules each; ids are unique. */
export function snapshot(choice: Choice): Snapshot {
  const policies = several(choice, [0, 3], policy);
  return seal({
    policies: policies.map((each, place) => ({
      ...each,
      source: `p${place}.toml`,
      rules: named(each.rules, `p${place}`),
    })),
    mode: pick(choice, [null, "yolo", "autoEdit", "ask"]),
    headless: once(choice, 5),
  });
}

/** A whole snapshot with its own hash. */
export function seal(given: Pick<Snapshot, "policies" | "mode"> & { readonly headless: boolean }): Snapshot {
  const { policies, mode, headless } = given;
  const settings = { ...DEFAULT_SETTINGS, headless };
  const hash = `0x${createHash("sha256").update(JSON.stringify(given)).digest("hex")}`;
  const lists = { register: null, closed: [], assets: [], risk: null };
  const world = { budgets: [], evaluation: null, entities: ENTITIES, schema: null, approvers: [], ...lists };
  return { semantics: SEMANTICS, hash, sources: [], policies, mode, tools: {}, classify: [], ...world, settings };
}

/** The same snapshot with other policies. */
export function withPolicies(snapshot: Snapshot, policies: readonly Policy[]): Snapshot {
  return seal({ policies, mode: snapshot.mode, headless: snapshot.settings.headless });
}

const FREEZES: readonly NonNullable<Facts["frozen"]>[] = [
  true,
  ...[{ kind: "all" as const }, { kind: "tenant" as const, id: "acme" }, { kind: "principal" as const, id: "a" }].map(
    (scope) => ({ reason: "lost", scope, until: null }),
  ),
];

export function facts(choice: Choice): Facts {
  const at = pick(choice, [...INSTANTS, "2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00.50Z"]);
  const rules = several(choice, [0, 2], rule).map((each) => ({ ...each, tier: "session" as const }));
  return {
    ...(once(choice, 4) ? {} : { at }),
    ...(once(choice, 3) ? { frozen: once(choice, 4) && pick(choice, FREEZES) } : {}),
    ...(once(choice, 3) ? { session: { rules: named(rules, "s") } } : {}),
  };
}

function policy(choice: Choice): Policy {
  return once(choice, 3) ? anyPolicy(choice, [0, 5]) : tomlPolicy(choice, rule, [0, 5]);
}

type Size = readonly [least: number, most: number];

function tomlPolicy(choice: Choice, make: (choice: Choice) => Rule, size: Size): Policy {
  return {
    source: "",
    about: pick(choice, ["tool", "tool", "action"]),
    combine: pick(choice, ["first_match", "deny_overrides"]),
    rules: inOrder(several(choice, size, make)),
  };
}

/** As Cedar files and built-in policies become: about any call, governing what it is about, with approvals. */
function anyPolicy(choice: Choice, size: Size): Policy {
  return {
    source: "",
    about: "any",
    combine: "deny_overrides",
    ...(once(choice, 3) ? {} : { governs: true }),
    ...(once(choice, 4) ? {} : { faults: pick(choice, ["deny", "skip"]) }),
    rules: inOrder(several(choice, size, approvableRule)),
  };
}

function approvableRule(choice: Choice): Rule {
  const approvals = pick(choice, ["1 of anyone", "2 of finance"]);
  return { ...ruleWhen(choice, cedarConditions(choice)), ...(once(choice, 3) ? { approvals } : {}) };
}

function inOrder(rules: readonly Rule[]): readonly Rule[] {
  return ["admin", "user", "default"].flatMap((tier) => rules.filter((each) => each.tier === tier));
}

export function rule(choice: Choice): Rule {
  return ruleWhen(choice, several(choice, [0, 2], condition));
}

/** A snapshot of one or two policies of many rules, most of which name a tool or an action first, as real ones do. */
export function wideSnapshot(choice: Choice, size: number): Snapshot {
  const policies = several(choice, [1, 2], (c) =>
    once(c, 3) ? anyPolicy(c, [size, size]) : tomlPolicy(c, wideRule, [size, size]),
  );
  return seal({
    policies: policies.map((each, place) => ({
      ...each,
      source: `p${place}.toml`,
      rules: named(each.rules, `p${place}`),
    })),
    mode: pick(choice, [null, "yolo"]),
    headless: false,
  });
}

/** Payments under rules that all name their action, so that near misses are many. */
export function paymentCase(choice: Choice): Case {
  const rules = several(choice, [1, pick(choice, [4, 30])], (c) => ruleWhen(c, paymentConditions(c)));
  const allows = rules.map((each): Rule => ({ ...each, effect: once(choice, 20) ? each.effect : "allow" }));
  const policy: Policy = {
    source: "pay.toml",
    about: "action",
    combine: "deny_overrides",
    rules: named(inOrder(allows), "p"),
  };
  const payment: ActionPart = {
    kind: "action",
    judged: "full",
    action: "pay",
    tenant: pick(choice, [null, ...TENANTS]),
    amount: pick(choice, [null, "1", "10", "10.5", "11"]),
    currency: pick(choice, [null, "USD", "USD", "EUR"]),
  };
  const snapshot = seal({ policies: [policy], mode: null, headless: false });
  return { request: { ...request(choice), refusal: null, parts: [payment] }, snapshot, facts: facts(choice) };
}

function wideRule(choice: Choice): Rule {
  const rest = several(choice, [1, 3], condition);
  return ruleWhen(choice, once(choice, 4) ? rest : [scope(choice), ...rest]);
}

function ruleWhen(choice: Choice, when: readonly Condition[]): Rule {
  return {
    id: "",
    effect: pick(choice, ["allow", "allow", "deny", "ask"]),
    tier: pick(choice, ["admin", "user", "default"]),
    when,
    line: 0,
    reason: once(choice, 2) ? "because" : null,
    code: once(choice, 4) ? "policy.own" : null,
  };
}

function named(rules: readonly Rule[], prefix: string): readonly Rule[] {
  return rules.map((each, place) => ({ ...each, id: `${prefix}.${place}`, line: place + 1 }));
}
