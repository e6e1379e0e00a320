/** `decide` against the naive reference: generated cases. */

import { expect, test } from "vitest";
import { decide } from "../../src/kernel/decide.ts";
import { expectAgreement } from "../reference/agree.ts";
import { seeded } from "../reference/choice.ts";
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
