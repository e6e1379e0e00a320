/** A Cedar policy file as it was written: what the parser, the JSON form and the formatter share. */

import type { Expression, Uid } from "../../kernel/expression.ts";

/** Nesting of a policy's text, and height of the tree it becomes; whoever walks such a tree may recurse. */
export const MAX_DEPTH = 128;

export type SlotName = "principal" | "resource";

/** A place of a template that a link fills: `?principal` or `?resource`. */
export interface Slot {
  readonly kind: "slot";
  readonly name: SlotName;
}

export type UidOrSlot = (Uid & { readonly kind: "entity" }) | Slot;

/** What stands beside `principal`, `action` or `resource` in the head of a policy. */
export type ScopeConstraint =
  | { readonly kind: "any" }
  | { readonly kind: "equal"; readonly uid: UidOrSlot }
  /** Exactly one for principal and resource; any number, also none, for action. */
  | { readonly kind: "in"; readonly uids: readonly UidOrSlot[] }
  | { readonly kind: "is"; readonly type: string }
  | { readonly kind: "is_in"; readonly type: string; readonly uid: UidOrSlot };

export interface Condition {
  readonly kind: "when" | "unless";
  readonly of: Expression;
  /** UTF-16 offset of the word `when` or `unless`; 0 in the JSON form. */
  readonly at: number;
}

export interface CedarPolicy {
  /** From `@id`, or the key in a JSON policy set; null when there is none. */
  readonly id: string | null;
  /** How many policies stand before this one in its file, templates and refused ones counted. */
  readonly place: number;
  readonly effect: "permit" | "forbid";
  readonly principal: ScopeConstraint;
  readonly action: ScopeConstraint;
  readonly resource: ScopeConstraint;
  readonly conditions: readonly Condition[];
  /** In the order written; an annotation without a value has the empty text. */
  readonly annotations: readonly (readonly [name: string, value: string])[];
  /** Not empty for a template. */
  readonly slots: readonly SlotName[];
  /** UTF-16 offsets of the first character and behind the last; 0 in the JSON form. */
  readonly from: number;
  readonly to: number;
}

/** The id of a policy: its own, or `policy0`, `policy1`, … by place, as Cedar numbers them. */
export function policyId(policy: CedarPolicy): string {
  return policy.id ?? `policy${policy.place}`;
}

export type CedarProblemCode =
  | "cedar.syntax"
  | "cedar.depth"
  | "cedar.name"
  | "cedar.call"
  | "cedar.literal"
  | "cedar.scope"
  | "cedar.slot"
  | "cedar.duplicate"
  | "cedar.not_unicode";

export interface CedarProblem {
  /** UTF-16 offset in the text. */
  readonly offset: number;
  readonly code: CedarProblemCode;
  /** Lowercase, one line, input in backticks. */
  readonly message: string;
  /** What to do next, or null. */
  readonly help: string | null;
}

export interface CedarFile {
  /** Those without a problem. */
  readonly policies: readonly CedarPolicy[];
  readonly problems: readonly CedarProblem[];
}
