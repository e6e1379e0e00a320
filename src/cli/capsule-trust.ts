/** Trust in the ledger of this machine, and what its capsules are verified with. */

import { sha256 } from "#sha256";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import { loadPolicies } from "../index.ts";
import { normaliseRecorded } from "../proof/capsule-normalise.ts";
import type { TrustFile } from "../proof/capsule-trust.ts";
import type { CapsulePorts } from "../proof/capsule-verify.ts";
import { ownKey } from "./ledger-check.ts";

/** All that Node has: with it every check is made. */
export const CAPSULE_PORTS: CapsulePorts = {
  sha256,
  verifyEd25519,
  normalise: normaliseRecorded,
  load: loadPolicies,
};

/** Whom to believe about the ledger that the key in this file signs; null when there is none. */
export function trustIn(file: string): TrustFile | null {
  const key = ownKey(file);
  if (key === undefined) return null;
  const [origin = ""] = key.split("+");
  return { origin, key, first: 0, last: null, witnesses: [], quorum: 0 };
}
