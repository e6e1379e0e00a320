/** One call decided and written down: the body of its entry. The engine records it, an audit repeats it. */

import { canonical } from "../kernel/canonical.ts";
import { decide } from "../kernel/decide.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Refusal, Request } from "../kernel/request.ts";
import { DEFAULT_SETTINGS, SEMANTICS, type Snapshot } from "../kernel/rule.ts";
import { decisionText, requestText } from "./canonical-text.ts";
import type { Received } from "./receive.ts";
import { refused, toRequest } from "./to-request.ts";

/** A call normalised, and ready to be decided when its place in the ledger is known. */
export interface Prepared {
  readonly received: Received;
  readonly request: Request;
  readonly request_hash: string;
  /** Null: no policy loads, and the call is denied. */
  readonly snapshot: Snapshot | null;
  /** Other names of its paths, as far as links were followed: path to name. */
  readonly links: ReadonlyMap<string, string>;
  /** The call brings its own time. */
  readonly at: string | null;
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
  const world = { resolve: (path: string) => follow(following, path, resolve) };
  const request =
    received.refusal === null ? toRequest(received.call, snapshot ?? NO_SNAPSHOT, world) : refused(received.refusal);
  if (following.fault !== null) throw following.fault.error;
  const request_hash = `0x${sha256(requestText(request))}`;
  return { received, request, request_hash, snapshot, links: linksOf(following), at: textField(received.call, "at") };
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

/** Whether a call may bring its own time: a durable ledger keeps its own. */
export type TimeRule = "own" | "given";

/** The decision of a prepared call at its place. */
export function decidePrepared({ request, snapshot, at }: Prepared, facts: Facts, time: TimeRule): Decision {
  const refusal = request.refusal ?? clockRefusal(at, facts, time) ?? (snapshot === null ? NO_POLICY : null);
  const judged = refusal === request.refusal ? request : { ...request, refusal };
  return decide(judged, snapshot ?? NO_SNAPSHOT, facts);
}

/** Stands where a snapshot would: nothing is allowed, and its hash is that of nothing. */
export const NO_SNAPSHOT: Snapshot = {
  semantics: SEMANTICS,
  hash: `0x${"0".repeat(64)}`,
  sources: [],
  policies: [],
  mode: null,
  tools: {},
  classify: [],
  budgets: [],
  evaluation: null,
  entities: [],
  schema: null,
  settings: DEFAULT_SETTINGS,
  register: null,
  closed: [],
  assets: [],
  risk: null,
};

const NO_POLICY: Refusal = {
  code: "policy.invalid",
  detail: "the policy does not load, so nothing is allowed: run `writ validate`",
};

/** A durable ledger takes no time from outside; elsewhere a call may not be older than the ledger. */
function clockRefusal(own: string | null, { at = "" }: Facts, time: TimeRule): Refusal | null {
  if (own === null) return null;
  if (time === "own") return { code: "engine.clock", detail: "a durable ledger keeps its own time: leave out `/at`" };
  const called = parseInstant(own);
  if (called === null) return { code: "request.invalid", detail: `\`/at\` is not an RFC 3339 instant: \`${own}\`` };
  if (called >= (parseInstant(at) ?? 0)) return null;
  return { code: "engine.clock", detail: `\`/at\` is ${own}, but the ledger is at ${at} already` };
}

/** The entry's body. Canonical by construction: the members are in order, and each is canonical text. */
export function recordText(prepared: Prepared, decision: Decision, facts: Facts): string {
  const { received, links, request_hash } = prepared;
  const found = links.size === 0 ? "" : `"links":${canonical(Object.fromEntries(links))},`;
  const basis = `{"root":"${facts.basis?.root}","seq":${facts.basis?.seq}}`;
  const nonce = facts.nonce === undefined ? "" : `,"nonce":"${facts.nonce}"`;
  const read = `"facts":{"at":"${facts.at}","basis":${basis}${nonce}}`;
  return `{${received.record},"decision":${decisionText(decision)},${read},${found}"request_hash":"${request_hash}"}`;
}

/** A string of the call that the engine itself reads; null where it is none. */
export function textField(call: unknown, name: string): string | null {
  if (typeof call !== "object" || call === null || !Object.hasOwn(call, name)) return null;
  const value = (call as { readonly [key: string]: unknown })[name];
  return typeof value === "string" ? value : null;
}
