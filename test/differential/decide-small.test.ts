/** `decide` against the naive reference: every small policy over an abstract alphabet, every small glob on holes. */

import { test } from "vitest";
import type { Effect } from "../../src/kernel/effect.ts";
import { type Glob, type GlobProblem, parseGlob } from "../../src/kernel/glob.ts";
import type { Part } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule } from "../../src/kernel/rule.ts";
import { expectAgreement } from "../reference/agree.ts";
import { argumentOf, policyOf, requestOf, ruleOf, snapshotOf, toolPart } from "../reference/example.ts";

/** A condition of each truth on `probe`, in both stances. */
const TRUTHS: Readonly<Record<string, Condition>> = {
  true: { kind: "equal", field: "tool", value: "shell" },
  false: { kind: "equal", field: "tool", value: "other" },
  unknown: { kind: "equal", field: "args.secret", value: "x" },
  open: { kind: "glob", field: "args", pattern: "ab*" },
};
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

const APPROVALS = [undefined, "1 of anyone"] as const;
const approvable = letters.flatMap((letter) =>
  APPROVALS.filter((approvals) => letter.effect !== "ask" || approvals === undefined).map((approvals) => ({
    ...letter,
    ...(approvals === undefined ? {} : { approvals }),
  })),
);
const pairs: readonly (readonly Rule[])[] = approvable.flatMap((a) =>
  approvable.map((b) =>
    [a, b].map(({ condition, effect, ...more }, place) => ({ ...ruleOf(`r${place}`, effect, condition), ...more })),
  ),
);

test("every two rules with and without approvals, of one policy or of two, are as the reference", () => {
  const parts: readonly Part[] = [probe, { ...probe, judged: "restrict" }];
  for (const [seed, rules] of pairs.entries()) {
    for (const faults of ["deny", "skip"] as const) {
      const own = (of: readonly Rule[]): Policy => ({ ...policyOf("deny_overrides", of), about: "any", faults });
      for (const policies of [[own(rules)], rules.map((rule) => own([rule]))]) {
        for (const mode of [null, "yolo", "ask"] as const) {
          const snapshot = snapshotOf(policies, mode);
          for (const part of parts) expectAgreement({ request: requestOf([part]), snapshot, facts: {} }, seed);
        }
      }
    }
  }
}, 300_000);

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
