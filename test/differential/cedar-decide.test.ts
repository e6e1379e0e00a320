/** Whole decisions against Cedar's own engine: decision, determining policies, errors, refused requests. */

import { expect, test } from "vitest";
import { judgesOf, type Said } from "../reference/cedar-decision.ts";
import { type Choice, seeded } from "../reference/choice.ts";
import { cedarSet } from "../reference/generate-cedar-set.ts";
import { type CedarWorld, cedarWorld, plainWorld } from "../reference/generate-cedar-world.ts";

const long = process.env["WRIT_LONG"] === "1";
const REQUESTS = 4;

test("generated policy sets decide every request as in Cedar", () => {
  const met = compareAll(long ? 15_000 : 500, (choice) => compareSet(choice, cedarWorld(choice), [1, 8]));
  for (const what of ["allow", "deny", "denied by a rule", "error", "refused"])
    expect(met.get(what) ?? 0, what).toBeGreaterThan(20);
}, 1_200_000);

test("sets of some hundred policies, which are indexed, decide as in Cedar", () => {
  const met = compareAll(long ? 1_000 : 60, (choice) => compareSet(choice, plainWorld(choice), [200, 500]));
  expect(met.get("denied by a rule") ?? 0).toBeGreaterThan(5);
}, 1_200_000);

/** How often each kind of answer was met: a generator whose rules never match tests nothing. */
type Met = Map<string, number>;

function compareAll(sets: number, compare: (choice: Choice) => readonly Said[]): Met {
  const met: Met = new Map();
  for (let seed = 0; seed < sets; seed += 1) {
    const kinds = compare(seeded(seed)).flatMap(kindsOf);
    for (const kind of kinds) met.set(kind, (met.get(kind) ?? 0) + 1);
  }
  if (long) console.log(sets * REQUESTS, Object.fromEntries(met));
  return met;
}

function kindsOf(said: Said): readonly string[] {
  if (said === null) return ["refused"];
  const byRule = said.decision === "deny" && said.reason.length > 0;
  return [said.decision, ...(byRule ? ["denied by a rule"] : []), ...(said.errors.length > 0 ? ["error"] : [])];
}

function compareSet(choice: Choice, world: CedarWorld, size: readonly [number, number]): readonly Said[] {
  const set = cedarSet(choice, world, size);
  const { ours, theirs } = judgesOf(set, world);
  return Array.from({ length: REQUESTS }, () => {
    const request = world.request(choice);
    const [said, wanted] = [ours(request), theirs(request)];
    if (JSON.stringify(said) !== JSON.stringify(wanted))
      expect({ request, set, world, said }).toEqual({ request, set, world, said: wanted });
    return said;
  });
}
