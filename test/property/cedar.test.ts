/** The theorems of Cedar's authorizer, of every small set of policies and of generated ones. */

import { expect, test } from "vitest";
import { oursOf, type Said } from "../reference/cedar-decision.ts";
import { type Choice, pick, seeded, shuffled } from "../reference/choice.ts";
import type { Request } from "../reference/generate-cedar-entity.ts";
import { type CedarSet, cedarSet, type Named } from "../reference/generate-cedar-set.ts";
import { type CedarWorld, plainWorld } from "../reference/generate-cedar-world.ts";

const EFFECTS = ["permit", "forbid"] as const;
/** A condition of each outcome. */
const OUTCOMES = { true: "true", false: "false", error: "context.absent" } as const;

interface Letter {
  readonly effect: (typeof EFFECTS)[number];
  readonly outcome: keyof typeof OUTCOMES;
}

const LETTERS: readonly Letter[] = EFFECTS.flatMap((effect) =>
  (["true", "false", "error"] as const).map((outcome) => ({ effect, outcome })),
);
const LISTS = [0, 1, 2, 3].flatMap(lists);
const NOWHERE: CedarWorld = { ...plainWorld(seeded(0)), entities: [] };
const ANYTHING: Request = {
  principal: { type: "User", id: "a" },
  action: { type: "Action", id: "view" },
  resource: { type: "User", id: "b" },
  context: {},
};

test.each(["skip", "deny"] as const)(
  "every set of up to three policies decides as the theorems say, errors: %s",
  (errors) => {
    for (const letters of LISTS) {
      const said = oursOf(setOf(letters), NOWHERE, errors)(ANYTHING);
      expect(said, JSON.stringify(letters)).toEqual(wanted(letters, errors));
    }
  },
);

/** Forbid overrides permit, permit overrides the default; whatever failed is told, and only a forbid may still count. */
function wanted(letters: readonly Letter[], errors: "deny" | "skip"): Said {
  const places = (effect: Letter["effect"] | null, outcomes: readonly Letter["outcome"][]): readonly string[] =>
    letters.flatMap((each, place) =>
      (effect ?? each.effect) === each.effect && outcomes.includes(each.outcome) ? [`p${place}`] : [],
    );
  const forbids = places("forbid", errors === "deny" ? ["true", "error"] : ["true"]);
  const permits = places("permit", ["true"]);
  const isAllowed = forbids.length === 0 && permits.length > 0;
  const reason = isAllowed ? permits : forbids;
  return { decision: isAllowed ? "allow" : "deny", reason, errors: places(null, ["error"]) };
}

test("neither the order of up to three policies nor their repetition matters", () => {
  const decisions = new Map<string, string | undefined>();
  for (const letters of LISTS) {
    const distinct = [...new Set(letters.map(({ effect, outcome }) => `${effect} ${outcome}`))].sort().join();
    const decision = oursOf(setOf(letters), NOWHERE, "skip")(ANYTHING)?.decision;
    expect(decision, distinct).toBe(decisions.get(distinct) ?? decision);
    decisions.set(distinct, decision);
  }
});

test("the order of policies never matters", () => {
  holds(
    (set, choice) => ({ ...set, policies: shuffled(choice, set.policies) }),
    ({ given, other }) => {
      expect(other).toEqual(given);
    },
  );
});

test("a policy that stands twice changes no decision", () => {
  const twice = (set: CedarSet, choice: Choice): CedarSet => ({
    ...set,
    policies: [...set.policies, { ...pick(choice, set.policies), id: "again" }],
  });
  holds(twice, ({ given, other }) => {
    expect(other?.decision).toBe(given?.decision);
    expect(without(other?.reason, ["again"])).toEqual(given?.reason);
  });
});

test("a policy that fails might as well not be there", () => {
  holds(
    (set, _, failed) => onlyPolicies(set, ({ id }) => !failed.includes(id)),
    ({ given, other }) => {
      expect(other).toEqual({ ...given, errors: [] });
    },
  );
});

test("nothing is allowed without a permit", () => {
  const noPermit = (set: CedarSet): CedarSet => onlyPolicies(set, ({ text }) => text.startsWith("forbid"));
  holds(noPermit, ({ other }) => expect(other?.decision).toBe("deny"));
});

test("a forbid that holds denies, and is named", () => {
  const forbid = { id: "never", text: "forbid (principal, action, resource);" };
  holds(
    (set) => ({ ...set, policies: [...set.policies, forbid] }),
    ({ other }) => {
      expect([other?.decision, other?.reason.includes("never")]).toEqual(["deny", true]);
    },
  );
});

test("one more permit never makes an allow a deny, and one more forbid never makes a deny an allow", () => {
  const more =
    (effect: string) =>
    (set: CedarSet, choice: Choice): CedarSet => {
      const [added] = cedarSet(choice, NOWHERE, [1, 1]).policies;
      const text = added!.text.replace(/^(permit|forbid)/, effect);
      return { ...set, policies: [...set.policies, { id: "more", text }] };
    };
  holds(more("permit"), ({ given, other }) => {
    if (given?.decision === "allow") expect(other?.decision).toBe("allow");
  });
  holds(more("forbid"), ({ given, other }) => {
    if (given?.decision === "deny") expect(other?.decision).toBe("deny");
  });
});

test("where errors deny, exactly the failing forbids deny besides", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const { set, world, request } = caseOf(seeded(seed));
    const [skipped, denied] = (["skip", "deny"] as const).map((errors) => oursOf(set, world, errors)(request));
    const texts = new Map(set.policies.map(({ id, text }) => [id, text]));
    const failing = skipped?.errors.filter((id) => texts.get(id)?.startsWith("forbid")) ?? [];
    const reason = skipped?.decision === "deny" || failing.length === 0 ? (skipped?.reason ?? []) : [];
    const decision = failing.length === 0 ? skipped?.decision : "deny";
    expect(denied).toEqual({ ...skipped, decision, reason: [...reason, ...failing].sort() });
  }
});

interface Pair {
  readonly given: Said;
  readonly other: Said;
}

/** What is said of a request by a generated set, and by what `change` makes of the set. */
function holds(
  change: (set: CedarSet, choice: Choice, failed: readonly string[]) => CedarSet,
  statement: (pair: Pair) => void,
): void {
  for (let seed = 0; seed < (process.env["WRIT_LONG"] === "1" ? 2_000 : 200); seed += 1) {
    const choice = seeded(seed);
    const { set, world, request } = caseOf(choice);
    const given = oursOf(set, world, "skip")(request);
    const changed = change(set, choice, given?.errors ?? []);
    statement({ given, other: oursOf(changed, world, "skip")(request) });
  }
}

function caseOf(choice: Choice): { readonly set: CedarSet; readonly world: CedarWorld; readonly request: Request } {
  const world = plainWorld(choice);
  // A policy that has moved must keep its id.
  const set: CedarSet = { ...cedarSet(choice, world, [1, 6]), templates: [], links: [], numbered: false };
  return { set, world, request: world.request(choice) };
}

function onlyPolicies(set: CedarSet, isKept: (policy: Named) => boolean): CedarSet {
  return { ...set, policies: set.policies.filter(isKept) };
}

function setOf(letters: readonly Letter[]): CedarSet {
  const text = ({ effect, outcome }: Letter): string =>
    `${effect} (principal, action, resource) when { ${OUTCOMES[outcome]} };`;
  const policies = letters.map((letter, place) => ({ id: `p${place}`, text: text(letter) }));
  return { policies, templates: [], links: [], numbered: false };
}

function lists(length: number): readonly (readonly Letter[])[] {
  return length === 0 ? [[]] : lists(length - 1).flatMap((list) => LETTERS.map((letter) => [...list, letter]));
}

function without(ids: readonly string[] | undefined, others: readonly string[]): readonly string[] | undefined {
  return ids?.filter((id) => !others.includes(id));
}
