/** Whether the persons who approved are enough, and who is still missing; docs/spec/approval.md. */

import type { Count, Requirement } from "../kernel/requirement.ts";
import { matchedCounts } from "./match.ts";

export interface Person {
  readonly id: string;
  /** An agent counts only where it is named. */
  readonly kind: "human" | "agent";
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** What one person said about one ask; the last one of each person holds. */
export interface Statement {
  /** Whose credential it was: several credentials of one person are one person. */
  readonly person: string;
  readonly says: "approve" | "refuse" | "withdraw";
  /** Milliseconds since the epoch: from then on it is worth nothing, and may be said again. */
  readonly until?: number;
}

/** Who there is, as judged now. */
export interface Circle {
  readonly people: ReadonlyMap<string, Person>;
  /** Ids of the requester, its owner and its delegator. */
  readonly requesters: ReadonlySet<string>;
}

export type Quorum =
  | { readonly kind: "met" }
  /** `missing` is a smallest requirement that, met by further persons, completes this one. */
  | { readonly kind: "open"; readonly missing: Requirement }
  | { readonly kind: "refused"; readonly by: readonly string[] };

/** One refusal by someone who could have approved any part refuses the whole. */
export function quorum(requirement: Requirement, statements: readonly Statement[], circle: Circle): Quorum {
  const latest = new Map(statements.map((statement) => [statement.person, statement]));
  const saying = (says: Statement["says"]) => [...latest.values()].filter((one) => one.says === says);
  const refusers = personsOf(saying("refuse"), circle).filter((who) => mayServe(who, requirement, circle));
  if (refusers.length > 0) return { kind: "refused", by: refusers.map(({ id }) => id) };
  const left = missing(requirement, personsOf(saying("approve"), circle), circle);
  return left === null ? { kind: "met" } : { kind: "open", missing: left };
}

/** May the person serve any part at all? */
export function mayServe(person: Person, requirement: Requirement, circle: Circle): boolean {
  return countsOf(requirement).some((leaf) => counts(person, leaf, circle));
}

/** May the person serve this count? Nobody approves for themselves unless the rule says so. */
export function counts(person: Person, { of, requester_counts }: Count, { requesters }: Circle): boolean {
  if (requesters.has(person.id) && !requester_counts) return false;
  if (of.kind === "user") return person.id === of.id;
  if (person.kind === "agent") return false;
  if (of.kind === "role") return person.roles.includes(of.id);
  return of.kind === "anyone" || person.groups.includes(of.id);
}

/** Null when nothing is missing. */
function missing(requirement: Requirement, persons: readonly Person[], circle: Circle): Requirement | null {
  switch (requirement.kind) {
    case "count": {
      const have = persons.filter((person) => counts(person, requirement, circle)).length;
      return lessened(requirement, have);
    }
    case "all": {
      const of = requirement.of.map((part) => missing(part, persons, circle)).filter((part) => part !== null);
      return of.length > 1 ? { kind: "all", of } : (of[0] ?? null);
    }
    case "apart": {
      const fits = requirement.of.map((part) => persons.map((person) => counts(person, part, circle)));
      const have = matchedCounts(
        fits,
        requirement.of.map(({ count }) => count),
      );
      const of = requirement.of.map((part, place) => lessened(part, have[place]!)).filter((part) => part !== null);
      return of.length > 1 ? { kind: "apart", of } : (of[0] ?? null);
    }
    case "any": {
      const of = requirement.of.map((part) => missing(part, persons, circle));
      const left = of.filter((part) => part !== null);
      return left.length === of.length ? { kind: "any", of: left } : null;
    }
  }
}

function lessened(requirement: Count, have: number): Count | null {
  return have >= requirement.count ? null : { ...requirement, count: requirement.count - have };
}

function countsOf(requirement: Requirement): readonly Count[] {
  return requirement.kind === "count" ? [requirement] : requirement.of.flatMap(countsOf);
}

/** Whoever is not known, by now, does not count. */
function personsOf(statements: readonly Statement[], { people }: Circle): readonly Person[] {
  return statements.map(({ person }) => people.get(person)).filter((person) => person !== undefined);
}
