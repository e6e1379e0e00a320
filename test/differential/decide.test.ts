/** `decide` against the naive reference: generated cases, and every small policy over the abstract alphabet. */

import { expect, test } from "vitest";
import { decide } from "../../src/kernel/decide.ts";
import type { Effect } from "../../src/kernel/effect.ts";
import { type Glob, type GlobProblem, parseGlob } from "../../src/kernel/glob.ts";
import type { Argument, Part } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule } from "../../src/kernel/rule.ts";
import { expectAgreement } from "../reference/agree.ts";
import { seeded } from "../reference/choice.ts";
import { actionPart, argumentOf, policyOf, requestOf, ruleOf, snapshotOf, toolPart } from "../reference/example.ts";
import { type Case, decisionCase, facts, paymentCase, wideSnapshot } from "../reference/generate.ts";
import { request } from "../reference/generate-request.ts";
import { referenceDecide } from "../reference/interpreter.ts";

const long = process.env["WRIT_LONG"] === "1";

test("generated cases are decided as the reference decides them", () => {
  const snapshots = long ? 30_000 : 2_500;
  for (let seed = 0; seed < snapshots; seed += 1) {
    const choice = seeded(seed);
    const first = decisionCase(choice);
    for (const each of [
      first,
      ...[1, 2, 3].map(() => ({ ...first, request: request(choice), facts: facts(choice) })),
    ]) {
      expectAgreement(each, seed);
    }
  }
}, 300_000);

test("policies of up to some hundred rules are decided as the reference decides them", () => {
  for (let seed = 0; seed < (long ? 3_000 : 120); seed += 1) {
    const choice = seeded(seed);
    const snapshot = wideSnapshot(choice, 1 + choice(seed % 10 === 0 ? 300 : 60));
    for (let call = 0; call < 12; call += 1) {
      expectAgreement({ request: request(choice), snapshot, facts: facts(choice) }, seed);
    }
  }
}, 600_000);

test("near misses of payments are those of the reference", () => {
  for (let seed = 0; seed < (long ? 20_000 : 1_000); seed += 1) {
    expectAgreement(paymentCase(seeded(seed)), seed);
  }
}, 300_000);

test("a large policy reports a near miss nearly whenever there is one", () => {
  const cases = Array.from({ length: long ? 20_000 : 1_000 }, (_, seed) => paymentCase(seeded(seed)));
  const missed = cases.filter((given) => referenceDecide(...whole(given)).near_misses.length > 0);
  const large = missed.filter(({ snapshot }) => snapshot.policies.some(({ rules }) => rules.length > 4));
  const reported = large.filter((given) => decide(...whole(given)).near_misses.length > 0);
  expect(reported.length).toBeGreaterThan(0.95 * large.length);
}, 300_000);

function whole({ request, snapshot, facts }: Case): Parameters<typeof decide> {
  return [request, snapshot, facts];
}

/** A condition of each truth on `probe`, in both stances. */
const TRUTHS: Readonly<Record<string, Condition>> = {
  true: { kind: "equal", field: "tool", value: "shell" },
  false: { kind: "equal", field: "tool", value: "other" },
  unknown: { kind: "equal", field: "args.secret", value: "x" },
  open: { kind: "glob", field: "args", pattern: "ab*" },
};
const EQUALS_X: Condition = { kind: "equal", field: "args", value: "x" };
const probe = toolPart({ args: argumentOf(["a", ""]) });
const EFFECTS: readonly Effect[] = ["allow", "deny", "ask"];
const COMBINES = ["first_match", "deny_overrides"] as const;
const MODES = [null, "yolo", "autoEdit", "ask"] as const;

const letters = EFFECTS.flatMap((effect) => Object.values(TRUTHS).map((condition) => ({ effect, condition })));
const lists = [0, 1, 2, 3].flatMap(sequences).map((list) => list.map((place) => letters[place] ?? letters[0]!));
const policies: readonly (readonly Rule[])[] = lists.map((list) =>
  list.map(({ effect, condition }, place) => ruleOf(`r${place}`, effect, condition)),
);

test.each(COMBINES)(
  "every %s policy of up to three rules, in every mode, judged fully or not, is as the reference",
  (combine) => {
    const parts: readonly Part[] = [probe, { ...probe, auto_edit: true }, { ...probe, judged: "restrict" }];
    for (const [seed, rules] of policies.entries()) {
      for (const mode of MODES) {
        const snapshot = snapshotOf([policyOf(combine, rules)], mode);
        for (const part of parts) expectAgreement({ request: requestOf([part]), snapshot, facts: {} }, seed);
      }
    }
  },
  300_000,
);

test.each(COMBINES)(
  "every cut of three rules into session, admin and user rules of a %s policy is as the reference",
  (combine) => {
    const cuts = [1, 2, 3].flatMap((session) =>
      [0, 1, 2].filter((admin) => session + admin <= 3).map((admin) => [session, admin] as const),
    );
    for (const [seed, rules] of policies.entries()) {
      if (rules.length < 3) continue;
      for (const [session, admin] of cuts) {
        const own = rules
          .slice(session)
          .map((rule, place): Rule => ({ ...rule, tier: place < admin ? "admin" : "user" }));
        const front = rules.slice(0, session).map((rule): Rule => ({ ...rule, tier: "session" }));
        const snapshot = snapshotOf([policyOf(combine, own)]);
        expectAgreement({ request: requestOf([probe]), snapshot, facts: { session: { rules: front } } }, seed);
      }
    }
  },
  300_000,
);

const TOKENS = ["a", "/", "*", "?", "[ab]", "**/"];
const globs = ["", ...[1, 2, 3].flatMap((length) => words(TOKENS, length))].filter((glob) => isGlob(parseGlob(glob)));
const pieces = ["", "a", "/"];
const holed = pieces.flatMap((x) => pieces.flatMap((y) => [[x, y], ...pieces.map((z) => [x, y, z])]));

test("every small glob says the same of every small text with holes, read either way, allowed or denied", () => {
  for (const [seed, pattern] of globs.entries()) {
    const glob: Condition = { kind: "glob", field: "args", pattern };
    for (const when of [glob, { kind: "not", of: glob } as const]) {
      for (const effect of ["allow", "deny"] as const) {
        const snapshot = snapshotOf([policyOf("deny_overrides", [ruleOf("r", effect, when)])]);
        for (const text of holed) {
          expectAgreement({ request: requestOf([toolPart({ args: argumentOf(text) })]), snapshot, facts: {} }, seed);
        }
      }
    }
  }
}, 300_000);

/** What once set the two apart, or is easy to get wrong. */
const singled: readonly (readonly [says: string, case_: Case])[] = [
  [
    "a limit may be written with idle zeros",
    payment([ruleOf("a", "allow", { kind: "at_least", field: "amount", value: "10.0" })]),
  ],
  [
    "a deny above a limit with idle zeros",
    payment([ruleOf("d", "deny", { kind: "at_least", field: "amount", value: "10.00" })]),
  ],
  [
    "equal amounts may be written differently",
    payment([ruleOf("d", "deny", { kind: "equal", field: "amount", value: "10.0" })]),
  ],
  [
    "no amount is known to equal what is no decimal",
    payment([ruleOf("d", "deny", { kind: "equal", field: "amount", value: "ten" })]),
  ],
  [
    "no amount is known to differ from what is no decimal",
    payment([ruleOf("a", "allow", { kind: "not", of: { kind: "equal", field: "amount", value: "ten" } })]),
  ],
  [
    "a limit that is no decimal is unknown across holes too",
    tooled(argumentOf(["1", ""]), ruleOf("d", "deny", { kind: "at_most", field: "args", value: "ten" })),
  ],
  [
    "a limit of more digits than an amount has is none",
    payment([ruleOf("d", "deny", { kind: "at_most", field: "amount", value: "9".repeat(79) })]),
  ],
  [
    "what an allow negates is unknown in doubt",
    tooled({ ...argumentOf("y"), doubt: "doubtful" }, ruleOf("a", "allow", { kind: "not", of: EQUALS_X })),
  ],
  [
    "a deny that negates twice reads as one that does not",
    tooled(
      { ...argumentOf("y"), doubt: "doubtful" },
      ruleOf("d", "deny", { kind: "not", of: { kind: "not", of: EQUALS_X } }),
    ),
  ],
  [
    "instants do not differ below a millisecond",
    payment([ruleOf("d", "deny", { kind: "until", value: "2026-01-01T00:00:00.500000001Z" })]),
  ],
  [
    "an unknown value is not known to be in an empty list",
    payment(sixDenies({ kind: "one_of", field: "tenant", values: [] }), null),
  ],
  ["parts keep their order beside an allow with argument conditions", besideFirst()],
];

test.each(singled)("%s", (_, single) => {
  expectAgreement(single, 0);
});

function payment(rules: readonly Rule[], tenant: string | null = "acme"): Case {
  const policy: Policy = { ...policyOf("deny_overrides", rules), about: "action" };
  const request = requestOf([actionPart({ tenant })]);
  return { request, snapshot: snapshotOf([policy]), facts: { at: "2026-01-01T00:00:00.5Z" } };
}

function tooled(args: Argument, ...rules: readonly Rule[]): Case {
  const request = requestOf([toolPart({ args })]);
  return { request, snapshot: snapshotOf([policyOf("deny_overrides", rules)]), facts: {} };
}

/** Enough rules for an index to be worth its while. */
function sixDenies(...when: readonly Condition[]): readonly Rule[] {
  return ["a", "b", "c", "d", "e", "f"].map((id) => ruleOf(id, "deny", ...when));
}

function besideFirst(): Case {
  const other = (judged: "full" | "beside", args: Argument): Part => toolPart({ judged, args });
  const rules = ["a", "b"].map((word) => ruleOf(word, "allow", { kind: "equal", field: "args", value: word }));
  const parts = [other("beside", argumentOf("b")), other("full", argumentOf("a"))];
  return { request: requestOf(parts), snapshot: snapshotOf([policyOf("first_match", rules)]), facts: {} };
}

function sequences(length: number): readonly (readonly number[])[] {
  if (length === 0) return [[]];
  return sequences(length - 1).flatMap((list) => letters.map((_, place) => [...list, place]));
}

function words(letters: readonly string[], length: number): readonly string[] {
  return length === 0 ? [""] : words(letters, length - 1).flatMap((word) => letters.map((letter) => word + letter));
}

function isGlob(parsed: Glob | GlobProblem): boolean {
  return parsed.kind === "glob";
}
