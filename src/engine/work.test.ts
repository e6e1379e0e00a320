import { expect, test } from "vitest";
import { sha256 } from "#sha256";
import { createBook } from "../book/book.ts";
import { loadPolicies } from "../index.ts";
import { receiveValue } from "../intent/receive.ts";
import type { Snapshot } from "../kernel/rule.ts";

import type { Built } from "./journal.ts";
import { ownPolicy } from "./own-policy.ts";
import { callWork, recordings } from "./work.ts";

const AT = "2026-11-20T12:00:00.000Z";
const PLACE = { seq: 1, at: AT, basis: { seq: 1, root: "0".repeat(64) } };

function policyOf(effect: string): Snapshot {
  return loadPolicies([{ name: "policy.toml", text: `[[rules]]\nid = "all"\ntool = "t"\neffect = "${effect}"\n` }]);
}

test.each([false, true])(
  "a call that is judged again, after another policy was put into force, is judged by that one (shared: %s)",
  (isShared) => {
    const [first, second] = [policyOf("allow"), policyOf("deny")];
    const book = createBook(() => 0);
    let seq = 0;
    const putIntoForce = ({ hash }: Snapshot): void => {
      const body = JSON.stringify({ budgets: [], settings: {}, snapshot: hash, sources: [] });
      book.apply({ kind: "policy", seq: seq++, at: AT, hash: "", body });
    };
    putIntoForce(first);
    const policy = ownPolicy({ snapshot: first, book, clock: { now: () => Date.parse(AT) }, reload: () => second });
    const recording = recordings({ sha256, salt: () => "", resolve: () => null }, policy, book);
    const deciding = { policy, sha256, time: "own" as const, book, parks: true, recording, isShared };
    const received = receiveValue({ kind: "tool", tool: "t" }, sha256);
    const work = callWork(received, { now: AT, guard: "local", isLast: false }, deciding);
    const decided = (): unknown => JSON.parse((work.build(PLACE) as Built).body).decision;
    expect(decided()).toMatchObject({ decision: "allow", policy_snapshot_hash: first.hash });
    putIntoForce(second);
    expect(work.build(PLACE)).toBeNull();
    policy.follow();
    expect(decided()).toMatchObject({ decision: "deny", policy_snapshot_hash: second.hash });
  },
);
