/** The one intermediate representation into which every policy language is lowered. Plain JSON. */

import type { Approver } from "./approver.ts";
import type { Budget } from "./budget.ts";
import type { Code } from "./code.ts";
import type { Effect, Mode, Tier } from "./effect.ts";
import type { Evaluation } from "./evaluation.ts";
import type { EntityRecord, Expression, Uid } from "./expression.ts";
import type { Closed, ListedAsset, RiskClass } from "./payment.ts";
import type { Register } from "./register.ts";
import type { Schema } from "./schema.ts";

/**
 * Names of what a condition looks at: `tool` (exact name, with its server), `plain` (the name of a tool that has no
 * server), `name` (the name without its server), `server`, `args` (the
 * arguments as a pattern sees them), `args.NAME` (one named argument), `action`, `tenant`, `currency`, `amount`,
 * `principal`, `session`, and the computed attributes of kernel/evaluation.ts.
 */
export type Field = string;

/** Which of the three names of a request an entity condition looks at. */
export type Slot = "principal" | "action" | "resource";

/** A condition. Every node is `kind`-tagged; the table of kinds is kernel/condition.ts. */
export type Condition =
  | { readonly kind: "and"; readonly of: readonly Condition[] }
  | { readonly kind: "or"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "equal"; readonly field: Field; readonly value: string }
  | { readonly kind: "one_of"; readonly field: Field; readonly values: readonly string[] }
  | { readonly kind: "glob"; readonly field: Field; readonly pattern: string }
  | { readonly kind: "at_most"; readonly field: Field; readonly value: string }
  | { readonly kind: "at_least"; readonly field: Field; readonly value: string }
  /** `at >= value`, `at < value`: an RFC 3339 instant in UTC. */
  | { readonly kind: "since"; readonly value: string }
  | { readonly kind: "until"; readonly value: string }
  | { readonly kind: "entity_equal"; readonly slot: Slot; readonly uid: Uid }
  /** It is one of these entities, or below one of them. */
  | { readonly kind: "entity_in"; readonly slot: Slot; readonly uids: readonly Uid[] }
  | { readonly kind: "entity_is"; readonly slot: Slot; readonly type: string }
  /** The expression is true; unknown when it fails. */
  | { readonly kind: "holds"; readonly of: Expression };

export interface Rule {
  readonly id: string;
  readonly effect: Effect;
  readonly tier: Tier;
  /** All must hold. */
  readonly when: readonly Condition[];
  /** Line of the rule in its policy's source, from 1. */
  readonly line: number;
  readonly reason: string | null;
  readonly code: Code | null;
  /** What an allow needs besides its conditions, or what lifts a deny: `2 of finance`. Left out: nothing does. */
  readonly approvals?: string;
}

/** A stated default: an explicit answer, which no other policy overrules with an allow. */
export interface Otherwise {
  readonly action: string;
  readonly effect: Exclude<Effect, "allow">;
}

/** Rules that combine with each other; a TOML file lowers into one for its tool rules and one for its action rules. */
export interface Policy {
  /** File name as given, for `source` in reasons. */
  readonly source: string;
  /** `any`: every call, as far as its rules' conditions say. */
  readonly about: "tool" | "action" | "any";
  readonly combine: "first_match" | "deny_overrides";
  /** Of a policy that governs what it can be about: what its rules do not answer, no approval mode answers. */
  readonly governs?: true;
  /** What becomes of a deny or ask whose expression fails; left out where there are no expressions. */
  readonly faults?: "deny" | "skip";
  /** What its file states for an action that none of its rules answers. */
  readonly otherwise?: Otherwise;
  /** In the order in which they are tried: tier, then place in the file. */
  readonly rules: readonly Rule[];
}

export interface Tool {
  readonly group: "shell" | "edit" | "read" | "network" | "money" | "other";
  readonly capabilities: readonly string[];
  /** Names of the positions of a list of arguments. */
  readonly fields: readonly string[];
  /** Which named arguments are paths. */
  readonly paths: readonly string[];
  /** Which named argument is a shell command, for group `shell`. */
  readonly command: string | null;
  /** Mode autoEdit may allow it. */
  readonly auto_edit: boolean;
}

/** Makes an action of a tool call, so that payment rules see payments made by tools. */
export interface Classification {
  readonly tool: string;
  readonly server: string | null;
  readonly action: string;
  /** Names of the arguments that hold them; `currency_value` is a constant. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly currency_value: string | null;
  readonly tenant: string | null;
  /** Who is paid, for budgets that tell payees apart. */
  readonly payee?: string;
}

export interface Settings {
  /** Absolute directory that counts as inside for autoEdit; null: only relative paths that never climb out. */
  readonly workspace: string | null;
  /** Paths no call may write, move or delete, besides the policies themselves. */
  readonly protected_paths: readonly string[];
  /** Nobody can be asked: ask becomes deny. */
  readonly headless: boolean;
  readonly require_limits: boolean;
  /** A deny whose expression fails denies, or is skipped as pure Cedar has it. */
  readonly cedar_errors: "deny" | "skip";
  /** Whether a request that does not fit the schema is refused. */
  readonly cedar_validate_request: "strict" | "skip";
  /** Seconds that an allow waits to be claimed; 300 where it is left out. */
  readonly ticket_ttl?: number;
  /** Seconds that an ask waits for its approvers; 3600 where it is left out. */
  readonly ask_ttl?: number;
  /** Tenants that each have a ledger of their own. */
  readonly tenants?: readonly string[];
  /** The tenant whose ledger this is; left out, it is the common one of those that have none. */
  readonly ledger_tenant?: string;
  /** Seconds that a clock may be off before it has jumped; 60 where it is left out. */
  readonly clock_tolerance?: number;
  /** Seconds that a ledger may have stood when it is opened, before that is a jump; 366 days where it is left out. */
  readonly clock_idle?: number;
  /** JSON Pointers to fields of calls that the ledger commits to and does not show; left out where there are none. */
  readonly redact?: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  workspace: null,
  protected_paths: [],
  headless: false,
  require_limits: false,
  cedar_errors: "deny",
  cedar_validate_request: "strict",
};

/** All that a decision depends on besides the request and the facts. */
export interface Snapshot {
  readonly semantics: string;
  /** `0x` and the SHA-256 of the canonical JSON of everything else here. */
  readonly hash: string;
  readonly sources: readonly { readonly name: string; readonly text: string }[];
  readonly policies: readonly Policy[];
  /** The strictest approval mode of all files that state or imply one. */
  readonly mode: Mode | null;
  readonly tools: Readonly<Record<string, Tool>>;
  readonly classify: readonly Classification[];
  /** Checked in this order; ids are unique. */
  readonly budgets: readonly Budget[];
  /** What the computed attributes are computed from; null when no file has a table `[evaluation]` or needs one. */
  readonly evaluation: Evaluation | null;
  readonly entities: readonly EntityRecord[];
  readonly schema: Schema | null;
  /** Whose signatures are approvals, as judged now; no decision depends on them but through the facts. */
  readonly approvers: readonly Approver[];
  readonly settings: Settings;
  /** Whom the policy knows; null where no file says so. */
  readonly register: Register | null;
  /** The lists of the register outside of which nothing is permitted. */
  readonly closed: readonly Closed[];
  /** What may be paid in; empty where no file says so. */
  readonly assets: readonly ListedAsset[];
  /** The risk classes that are permitted; null where no file says so. */
  readonly risk: readonly RiskClass[] | null;
}

export const SEMANTICS = "writ/1";
