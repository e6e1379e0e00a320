/** What names a snapshot: docs/spec/policy.md, "The snapshot's hash". */

import { canonical } from "./canonical.ts";
import type { Sha256 } from "./hash.ts";
import type { Snapshot } from "./rule.ts";

/** `0x` and the hash of sources and settings, from which the semantics make everything else. */
export function snapshotHash(snapshot: Pick<Snapshot, "semantics" | "settings" | "sources">, sha256: Sha256): string {
  const { semantics, settings } = snapshot;
  const sources = snapshot.sources.map(({ name, text }) => ({ name, sha256: sha256(text) }));
  return `0x${sha256(canonical({ semantics, settings, sources }))}`;
}
