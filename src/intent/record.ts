/** One call decided and written down: the body of its entry. The engine records it, an audit repeats it. */

import { canonical } from "../kernel/canonical.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Opening } from "../kernel/redaction.ts";
import type { Request } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { decisionText, requestText } from "./canonical-text.ts";
import { type Gated, NO_SNAPSHOT, textField } from "./gate.ts";
import { movementsText, windowsText } from "./movement-text.ts";
import type { Received } from "./receive.ts";
import { refused, toRequest } from "./to-request.ts";

export { decidePrepared, NO_SNAPSHOT, type TimeRule, textField } from "./gate.ts";

/** A call normalised, and ready to be decided when its place in the ledger is known. */
export interface Prepared extends Gated {
  readonly received: Received;
  readonly request_hash: string;
  /** Its movements as canonical JSON; null where it has none. */
  readonly moved: string | null;
  /** Other names of its paths, as far as links were followed: path to name. */
  readonly links: ReadonlyMap<string, string>;
  /** Where fields are redacted: what opens them, and the request of the call as the ledger shows it. */
  readonly closed?: { readonly openings: readonly Opening[]; readonly request: Request };
}

export interface World {
  readonly snapshot: Snapshot | null;
  /** The name of a path once links are followed; null when it has no other. */
  readonly resolve: (path: string) => string | null;
  readonly sha256: Sha256;
}

/** Throws what `resolve` throws: a fault of the machine is not one of the call. */
export function prepare(received: Received, { snapshot, resolve, sha256 }: World): Prepared {
  const following: Following = { names: null, fault: null };
  const world = { recorded: true, resolve: (path: string) => follow(following, path, resolve) };
  const request =
    received.refusal === null ? toRequest(received.call, snapshot ?? NO_SNAPSHOT, world) : refused(received.refusal);
  if (following.fault !== null) throw following.fault.error;
  const moved = request.movements === undefined ? null : movementsText(request.movements);
  const request_hash = `0x${sha256(requestText(request, moved))}`;
  return {
    received,
    request,
    request_hash,
    moved,
    snapshot,
    links: linksOf(following),
    at: textField(received.call, "at"),
  };
}

/** What was asked about paths while one call is normalised. */
interface Following {
  names: Map<string, string | null> | null;
  fault: { readonly error: unknown } | null;
}

/** Asks once for each path: what is recorded is what was decided, even if the disk changes meanwhile. */
function follow(following: Following, path: string, resolve: World["resolve"]): string | null {
  const known = following.names?.get(path);
  if (known !== undefined) return known;
  try {
    const name = resolve(path);
    following.names ??= new Map();
    following.names.set(path, name);
    return name;
  } catch (error) {
    following.fault = { error };
    throw error;
  }
}

const NO_LINKS: ReadonlyMap<string, string> = new Map();

function linksOf({ names }: Following): ReadonlyMap<string, string> {
  if (names === null) return NO_LINKS;
  return new Map([...names].filter((pair): pair is [string, string] => pair[1] !== null));
}

/** The entry's body. Canonical by construction: the members are in order, and each is canonical text. */
export function recordText(prepared: Prepared, decision: Decision, facts: Facts, more: More | null = null): string {
  const { received, links, redacted, request_hash } = prepared;
  const found = links.size === 0 ? "" : `"links":${canonical(Object.fromEntries(links))},`;
  const left = redacted === undefined ? "" : `"redacted":${canonical(redacted)},`;
  const read = `"facts":${factsText(facts)}`;
  const end = more === null ? "" : moreText(more);
  return `{${received.record},"decision":${decisionText(decision)},${read},${found}${left}"request_hash":"${request_hash}"${end}}`;
}

/** What most decisions do not have; null where this one does not. */
export interface More {
  /** What an allow reserves, as canonical JSON. */
  readonly reservation: string | null;
  /** What the approvers of a new ask are shown. */
  readonly shown: object | null;
  /** The idempotency key and the nonce that are bound to the decision. */
  readonly uses: object | null;
}

function moreText({ reservation, shown, uses }: More): string {
  const reserved = reservation === null ? "" : `,"reservation":${reservation}`;
  const parked = shown === null ? "" : `,"shown":${canonical(shown)}`;
  return uses === null ? `${reserved}${parked}` : `${reserved}${parked},"uses":${canonical(uses)}`;
}

const USUAL: readonly string[] = ["at", "basis", "windows"];

function factsText(facts: Facts): string {
  const { at, basis, windows } = facts;
  // Most decisions need nothing but their time and place, and the windows of budgets.
  for (const name in facts) if (!USUAL.includes(name)) return canonical(facts);
  if (basis === undefined) return canonical(facts);
  const known = windows === undefined ? "" : `,"windows":${windowsText(windows)}`;
  return `{"at":"${at}","basis":{"root":"${basis.root}","seq":${basis.seq}}${known}}`;
}
