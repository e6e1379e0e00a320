/** The request: one call, normalised once, as every rule sees it. Plain JSON; see docs/spec/request.md. */

import type { Code } from "./code.ts";
import type { Attributes } from "./evaluation.ts";
import type { Json } from "./json.ts";
import type { Movement } from "./movement.ts";
import type { PaymentTerms } from "./payment.ts";

/** A text that is fully known, or the literal pieces around run-time holes (`["", " -rf"]` is `$x -rf`). */
export type Text = string | readonly string[];

/**
 * What a pattern is matched against.
 *
 * An allow sees `exact` only, and needs one of them or all of them; a deny or an ask sees every spelling: `exact`,
 * `forms`, and (against the lower-cased pattern) `folded`.
 */
export interface Argument {
  readonly need: "any" | "all";
  readonly exact: readonly Text[];
  readonly forms: readonly Text[];
  readonly folded: readonly Text[];
  /** Why no allow may rely on the texts (`git -c …`), or null. */
  readonly doubt: string | null;
  /** Why nothing may rely on the texts (unparsable shell), or null: a restriction that does not match is unknown. */
  readonly opaque: string | null;
}

/** An argument with the name it has in the call. */
export interface NamedArgument extends Argument {
  readonly name: string;
}

/**
 * One thing a call does with a tool. A plain call has one part; a shell line has one for the whole line, one for each
 * simple command and one for each redirect.
 */
export interface ToolPart {
  readonly kind: "tool";
  /**
   * Who judges it: `full` all rules and the mode; `restrict` deny and ask rules only; `beside` deny and ask rules
   * only, unless the allow that covered the request has argument conditions.
   */
  readonly judged: "full" | "restrict" | "beside";
  /** The words of the call this part stands for, for people; null when it is the whole call. */
  readonly text: string | null;
  /** The exact name: `read_file`, or `github/create_issue` for a tool of a server. */
  readonly tool: string;
  /** Other names by which deny and ask rules know it, lower-cased; always begins with the lower-cased `tool`. */
  readonly tool_forms: readonly string[];
  /** The name without its server. */
  readonly name: string;
  readonly server: string | null;
  readonly args: Argument;
  readonly fields: readonly NamedArgument[];
  /** True when a name absent from `fields` is known to be absent; false (list arguments) makes it unknown. */
  readonly fields_complete: boolean;
  /** True when mode autoEdit may allow it: an edit tool, inside the workspace. */
  readonly auto_edit: boolean;
  /** True when the tool moves value: no mode ever answers for it. */
  readonly moves_value: boolean;
}

/** One action on a tenant, such as a payment; null is a value that is missing or not of the right form. */
export interface ActionPart {
  readonly kind: "action";
  readonly judged: "full";
  readonly action: string;
  readonly tenant: string | null;
  /** Canonical positive decimal text, in units of `currency`. */
  readonly amount: string | null;
  readonly currency: string | null;
}

export type Part = ToolPart | ActionPart;

export interface Entity {
  readonly type: string;
  readonly id: string;
}

/** What an execution may do at most, for guards and sandboxes to enforce. */
export interface Constraints {
  readonly network: boolean;
  readonly exec: boolean;
  /** Directories that may be written; empty means none. */
  readonly write_roots: readonly string[];
  /** Seconds, or null for no bound. */
  readonly timeout: number | null;
}

export interface Refusal {
  readonly code: Code;
  readonly detail: string;
}

export interface Context {
  readonly session_id: string | null;
  readonly tenant: string | null;
  readonly capabilities: readonly string[];
  /** Left out where the call does not say. */
  readonly device_id?: string;
  readonly channel?: string;
  readonly run_id?: string;
  readonly tool_name?: string;
  readonly skill_id?: string;
}

/** Members of a JSON object, as the call gave them. */
export type Members = { readonly [name: string]: Json };

/** What a call says that says nothing; one object, so that it is known at a glance. */
export const NO_MEMBERS: Members = Object.freeze({});

/** What an access question says of its parts. Rules over typed values see it; attributes in the snapshot win. */
export interface Given {
  readonly principal: Members;
  readonly action: Members;
  readonly resource: Members;
  readonly context: Members;
}

/**
 * Marks a request that normalisation made. A symbol, because a hostile call can carry any name: what came from outside
 * is never taken for a request.
 */
export const NORMALISED: unique symbol = Symbol("normalised");

export interface Request {
  readonly [NORMALISED]?: true;
  readonly kind: "tool" | "action" | "invalid";
  readonly principal: Entity;
  readonly action: Entity;
  readonly resource: Entity;
  readonly context: Context;
  readonly given?: Given;
  /** What would move, where the snapshot has budgets; each is dated, measured and told apart by them. */
  readonly movements?: readonly Movement[];
  /** RFC 3339: from then on it is refused. */
  readonly expiry?: string;
  readonly nonce?: string;
  /** Of a payment request. */
  readonly payment?: PaymentTerms;
  /** Computed where the snapshot says from what. */
  readonly attributes?: Attributes;
  /** Why the call is refused whatever the rules say, or null. */
  readonly refusal: Refusal | null;
  readonly constraints: Constraints | null;
  readonly parts: readonly Part[];
}
