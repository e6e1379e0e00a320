/** Who has to approve: a tree of counts, and its text; docs/spec/approval.md. */

export type Group =
  | { readonly kind: "user" | "role" | "group"; readonly id: string }
  /** Every person. */
  | { readonly kind: "anyone" };

export interface Count {
  readonly kind: "count";
  /** So many distinct persons; at least 1. */
  readonly count: number;
  readonly of: Group;
  /** Whether the requester, the owner and the delegator count, if they belong to `of`. */
  readonly requester_counts: boolean;
}

/** `all` and `any` have at least two parts, except that `all` of none needs nobody. */
export type Requirement =
  | Count
  /** One person may serve several parts. */
  | { readonly kind: "all"; readonly of: readonly Requirement[] }
  /** As `all`, but nobody serves two parts. */
  | { readonly kind: "apart"; readonly of: readonly Count[] }
  | { readonly kind: "any"; readonly of: readonly Requirement[] };

/** All of several rules' requirements together, each distinct one once. */
export function joined(requirements: readonly Requirement[]): Requirement {
  const distinct = new Map<string, Requirement>();
  for (const requirement of requirements.flatMap(partsOf)) distinct.set(printRequirement(requirement), requirement);
  const of = [...distinct.values()];
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: "all", of };
}

/**
 * The text that `parseRequirement` reads back to the same tree.
 *
 *     printRequirement({ kind: "any", of: [twoOfFinance, oneOfAlice] }); // "2 of group:finance or 1 of user:alice"
 */
export function printRequirement(requirement: Requirement): string {
  switch (requirement.kind) {
    case "count":
      return printCount(requirement);
    case "any":
      return printParts(requirement.of, " or ");
    case "all":
      return requirement.of.length === 0 ? "nobody" : printParts(requirement.of, " and ");
    case "apart":
      return printParts(requirement.of, " apart ");
  }
}

function partsOf(requirement: Requirement): readonly Requirement[] {
  return requirement.kind === "all" ? requirement.of.flatMap(partsOf) : [requirement];
}

function printCount({ count, of, requester_counts }: Count): string {
  return `${count} of ${printGroup(of)}${requester_counts ? " including requester" : ""}`;
}

function printParts(parts: readonly Requirement[], word: string): string {
  return parts
    .map((part) => (part.kind === "count" ? printRequirement(part) : `(${printRequirement(part)})`))
    .join(word);
}

function printGroup(group: Group): string {
  if (group.kind === "anyone") return "anyone";
  return `${group.kind}:${PLAIN.test(group.id) ? group.id : JSON.stringify(group.id)}`;
}

/** What needs no quotes. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_.@/+-]*$/;
