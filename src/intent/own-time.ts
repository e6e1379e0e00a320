/** What stands before the rules where a durable ledger decides: its own time, its own tenant, and a policy that loads. */

import { decide } from "../kernel/decide.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Movement } from "../kernel/movement.ts";
import { withheld } from "../kernel/redaction.ts";
import type { Refusal, Request } from "../kernel/request.ts";
import { DEFAULT_SETTINGS, SEMANTICS, type Snapshot } from "../kernel/rule.ts";

/** A normalised call before its decision. */
export interface Gated {
  readonly request: Request;
  /** Null: no policy loads, and the call is denied. */
  readonly snapshot: Snapshot | null;
  /** The time the call brings, if it brings one. */
  readonly at: string | null;
  /** Pointers of its fields that the ledger does not show; left out where there are none. */
  readonly redacted?: readonly string[];
}

/** The decision of a durable ledger: it takes no time from outside, and of several ledgers each its own tenant. */
export function decideInOwnTime(gated: Gated, facts: Facts): Decision {
  return decideGated(gated, facts, ({ at, request, snapshot }) =>
    at === null ? foreign(request, snapshot) : OWN_TIME,
  );
}

/** The decision of a normalised call, with what else may refuse it. */
export function decideGated(gated: Gated, facts: Facts, refuses: (gated: Gated) => Refusal | null): Decision {
  const { request, snapshot, redacted } = gated;
  const refusal = request.refusal ?? refuses(gated) ?? refusalOf(facts, snapshot);
  const judged = refusal === request.refusal ? request : { ...request, refusal };
  const decision = decide(judged, snapshot ?? NO_SNAPSHOT, facts);
  return redacted === undefined ? decision : withheld(decision);
}

/** Stands where a snapshot would: nothing is allowed, and its hash is that of nothing. */
export const NO_SNAPSHOT: Snapshot = {
  semantics: SEMANTICS,
  hash: `0x${"0".repeat(64)}`,
  sources: [],
  policies: [],
  mode: null,
  tools: {},
  classify: [],
  budgets: [],
  evaluation: null,
  entities: [],
  schema: null,
  approvers: [],
  settings: DEFAULT_SETTINGS,
  register: null,
  closed: [],
  assets: [],
  risk: null,
};

function refusalOf({ idempotency, policy }: Facts, snapshot: Snapshot | null): Refusal | null {
  if (idempotency === "conflict") return KEY_CONFLICT;
  if (policy === "superseded") return SUPERSEDED;
  return snapshot === null ? NO_POLICY : null;
}

const KEY_CONFLICT: Refusal = {
  code: "request.idempotency_conflict",
  detail: "the idempotency key was used for another call: a new call needs a new key",
};

const NO_POLICY: Refusal = {
  code: "policy.invalid",
  detail: "the policy does not load, so nothing is allowed: run `writ validate`",
};

const SUPERSEDED: Refusal = {
  code: "policy.invalid",
  detail: "another engine has put another policy into force in this ledger: give this engine the same policies",
};

const OWN_TIME: Refusal = {
  code: "engine.clock",
  detail: "a durable ledger keeps its own time: leave out `/at`",
};

/** A durable ledger that is one of several takes the calls of its own tenant only: what others add up, it does not know. */
function foreign({ context, movements = [] }: Request, snapshot: Snapshot | null): Refusal | null {
  if (snapshot === null) return null;
  const other = foreignTenant(snapshot, movements, context.tenant);
  if (other === undefined) return null;
  const { ledger_tenant: own } = snapshot.settings;
  const detail =
    own === undefined
      ? `\`${other}\` has no ledger: name it in \`tenants\` of the settings`
      : `this is the ledger of \`${own}\`, and the call is of ${other === null ? "no tenant" : `\`${other}\``}`;
  return { code: "policy.tenant_mismatch", detail };
}

/** The first tenant whose ledger is not that of the snapshot; null stands for none and for one that is not known. */
export function foreignTenant(
  { settings }: Snapshot,
  movements: readonly Movement[],
  ...named: readonly (string | null)[]
): string | null | undefined {
  const { tenants = [], ledger_tenant: own = null } = settings;
  if (tenants.length === 0 && own === null) return undefined;
  return [...named, ...movements.flatMap(({ dimensions }) => dimensions.tenant ?? null)].find((each) => each !== own);
}

/** A string of the call that the engine itself reads; null where it is none. */
export function textField(call: unknown, name: string): string | null {
  if (typeof call !== "object" || call === null || !Object.hasOwn(call, name)) return null;
  const value = (call as { readonly [key: string]: unknown })[name];
  return typeof value === "string" ? value : null;
}
