/** Both verifiers on one capsule: they must say the same of every check. */

import { expect } from "vitest";
import { sha256 } from "#sha256";
import { verifyEd25519 } from "../../src/engine/key-ed25519.ts";
import { loadPolicies } from "../../src/index.ts";
import { decidePrepared } from "../../src/intent/gate.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Request } from "../../src/kernel/request.ts";
import type { Settings, Snapshot } from "../../src/kernel/rule.ts";
import { normaliseRecorded } from "../../src/proof/capsule-normalise.ts";
import type { CapsulePorts, DecisionBody } from "../../src/proof/capsule-subject.ts";
import type { TrustFile } from "../../src/proof/capsule-trust.ts";
import { type CapsuleReport, verifyCapsule } from "../../src/proof/capsule-verify.ts";
import { type Replay, secondVerdicts, type Verdicts } from "./second.ts";
import type { Tree } from "./second-json.ts";

export const PORTS: CapsulePorts = { sha256, verifyEd25519, normalise: normaliseRecorded, load: loadPolicies };

/** Loads each set of sources once: a thousand mutants of one capsule have the same ones. */
const loaded = new Map<string, Snapshot>();

function load(files: Snapshot["sources"], options: { readonly settings: Partial<Settings> }): Snapshot {
  const key = JSON.stringify([files, options]);
  const known = loaded.get(key) ?? loadPolicies(files, options);
  loaded.set(key, known);
  return known;
}

/** A tool may be called like a method of all objects. */
function bare(snapshot: Tree | null): Snapshot | null {
  if (snapshot === null) return null;
  const { tools } = snapshot as unknown as Snapshot;
  return { ...snapshot, tools: Object.assign(Object.create(null), tools) } as unknown as Snapshot;
}

const REPLAY: Replay = {
  normalise: (body, snapshot) => normaliseRecorded(body as unknown as DecisionBody, bare(snapshot), sha256),
  load: (snapshot) => {
    const { sources, settings } = snapshot as unknown as Snapshot;
    return load(sources, { settings });
  },
  decide: (capsule, at) => {
    const { request, facts } = capsule as unknown as { readonly request: Request; readonly facts: Facts };
    return decidePrepared({ request, snapshot: bare(capsule["snapshot"] as Tree | null), at }, facts, "own");
  },
};

/** The report of ours, after the second one has agreed. */
export async function verifyBoth(capsule: string | Uint8Array, trust: TrustFile): Promise<CapsuleReport> {
  const text = JSON.stringify(trust);
  const report = await verifyCapsule(capsule, text, { ...PORTS, load });
  expect([capsule, alike(secondVerdicts(capsule, text, REPLAY))]).toEqual([capsule, alike(verdictsOf(report))]);
  return report;
}

/** What passed, and the code of what did not. */
export function verdictsOf({ checks }: CapsuleReport): Verdicts {
  return Object.fromEntries(checks.map(({ name, code }) => [name, code ?? "passed"]));
}

/** The code of what is no capsule at all, or no trust, is free where several apply (capsule.md 7). */
function alike(verdicts: Verdicts): Verdicts {
  const { schema, trust } = verdicts;
  return { ...verdicts, schema: schema === "passed" ? schema : "failed", trust: trust === "passed" ? trust : "failed" };
}
