/** Expressions over typed values: what a Cedar `when { … }` becomes. Plain JSON, every node `kind`-tagged. */

export type Variable = "principal" | "action" | "resource" | "context";

/** `less` is `<`, `at_most` is `<=`; `>` and `>=` are these with the sides exchanged. */
export type BinaryOperator =
  | "equal"
  | "less"
  | "at_most"
  | "add"
  | "subtract"
  | "multiply"
  | "in"
  | "contains"
  | "contains_all"
  | "contains_any"
  | "has_tag"
  | "get_tag";

/** A pattern of `like`: literal texts, and null for each `*`. */
export type LikePattern = readonly (string | null)[];

/** The semantics of each node are those of the Cedar language, version 4; docs/spec/cedar.md says what is bounded. */
export type Expression =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  /** Decimal text of a 64-bit integer, canonical: no `+`, no leading zeros, no `-0`. */
  | { readonly kind: "long"; readonly value: string }
  | { readonly kind: "entity"; readonly type: string; readonly id: string }
  | { readonly kind: "variable"; readonly name: Variable }
  /** Left to right until one decides; at least two members, none of the same kind. */
  | { readonly kind: "and" | "or"; readonly of: readonly Expression[] }
  | { readonly kind: "not" | "negate" | "is_empty"; readonly of: Expression }
  | { readonly kind: "if"; readonly test: Expression; readonly then: Expression; readonly else: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `e is T`, and `e is T in x` when `in` is not null. */
  | { readonly kind: "is"; readonly of: Expression; readonly type: string; readonly in: Expression | null }
  | { readonly kind: "like"; readonly of: Expression; readonly pattern: LikePattern }
  | { readonly kind: "get"; readonly of: Expression; readonly name: string }
  /** `e has a.b.c`; one name for `e has a`. */
  | { readonly kind: "has"; readonly of: Expression; readonly names: readonly string[] }
  | { readonly kind: "set"; readonly of: readonly Expression[] }
  | { readonly kind: "record"; readonly of: readonly (readonly [name: string, value: Expression])[] }
  /** An extension function or method by its Cedar name (`decimal`, `lessThan`, `isInRange`, …); the receiver is first. */
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Expression[] }
  /** Not Cedar's: two strings ordered as exact decimals (kernel/amount.ts) or by code point; all else is an error. */
  | {
      readonly kind: "order";
      readonly as: "decimal" | "text";
      readonly operator: "less" | "at_most";
      readonly left: Expression;
      readonly right: Expression;
    };

/** The name of an entity. */
export interface Uid {
  readonly type: string;
  readonly id: string;
}

/** An entity as a snapshot holds it. Attributes and tags are expressions without variables that cannot fail. */
export interface EntityRecord {
  readonly uid: Uid;
  /** As given; the hierarchy is the transitive closure. */
  readonly parents: readonly Uid[];
  readonly attributes: readonly (readonly [name: string, value: Expression])[];
  readonly tags: readonly (readonly [name: string, value: Expression])[];
}
