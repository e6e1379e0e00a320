/** The library: text to snapshot, call to request, request to decision. Pure; runs in Node and in browsers. */

import { explainer, ready } from "#on-demand";
import { sha256 } from "#sha256";
import { decideAlone } from "./intent/alone.ts";
import { toRequest as normalise } from "./intent/to-request.ts";
import { compile } from "./kernel/compile.ts";
import { decide as decideRequest } from "./kernel/decide.ts";
import type { Decision } from "./kernel/decision.ts";
import type { Diagnostic } from "./kernel/diagnostic.ts";
import type { Explanation } from "./kernel/explain.ts";
import type { Facts } from "./kernel/facts.ts";
import { NORMALISED, type Request } from "./kernel/request.ts";
import type { Snapshot } from "./kernel/rule.ts";
import {
  checkPolicies as check,
  type LoadOptions,
  loadPolicies as load,
  type PolicyFile,
  type Ports,
} from "./policy/load.ts";

export type { AccessCall, ActionCall, AprpCall, Call, ToolCall } from "./intent/call.ts";
export type { Budget } from "./kernel/budget.ts";
export { CanonicalError, canonical } from "./kernel/canonical.ts";
export { CODES, type Code } from "./kernel/code.ts";
export type { Answer, Approvals, Decision, NearMiss, Problem, Reason } from "./kernel/decision.ts";
export { type Diagnostic, PolicyError } from "./kernel/diagnostic.ts";
export type { Effect, Mode, Status, Tier } from "./kernel/effect.ts";
export type { Explanation } from "./kernel/explain.ts";
export type { Facts, FreezeFact, WindowFact } from "./kernel/facts.ts";
export { type Json, JsonError, type ParseOptions, parseJson } from "./kernel/json.ts";
export type { Movement } from "./kernel/movement.ts";
export type { Constraints, Entity, Part, Request } from "./kernel/request.ts";
export type { Condition, Policy, Rule, Settings, Snapshot, Tool } from "./kernel/rule.ts";
export type { LoadOptions, PolicyFile } from "./policy/load.ts";

const PORTS: Ports = { sha256, judge: decideAlone };

/**
 * Policies to snapshot: everything that a decision depends on, content-hashed.
 *
 * Files are TOML (`.toml`) or the same document in JSON (`.json`), in the order in which they are to be tried. Throws
 * one `PolicyError` that holds every diagnostic if any is an error; then nothing is loaded.
 *
 * @example
 * const snapshot = loadPolicies([{ name: "policy.toml", text: 'approval_mode = "ask"' }]);
 */
export function loadPolicies(files: readonly PolicyFile[], options: LoadOptions = {}): Snapshot {
  const snapshot = load(files, options, PORTS);
  // Now, and not while somebody waits for a first decision.
  compile(snapshot);
  ready();
  return snapshot;
}

/** As `loadPolicies`, but gives the diagnostics (warnings too) instead of throwing; `snapshot` is null on errors. */
export function checkPolicies(
  files: readonly PolicyFile[],
  options: LoadOptions = {},
): { readonly snapshot: Snapshot | null; readonly diagnostics: readonly Diagnostic[] } {
  return check(files, options, PORTS);
}

/**
 * Call to request, normalised once. Never throws: a malformed call gives a request that carries its refusal.
 *
 * @example
 * const request = toRequest({ kind: "tool", tool: "read_file", args: ["README.md"] }, snapshot);
 */
export function toRequest(call: unknown, snapshot: Snapshot): Request {
  return Object.assign(normalise(call, snapshot), NORMAL);
}

/** Only what is given out has to be marked, and a literal with a symbol in it is slow to make. */
const NORMAL = { [NORMALISED]: true } as const;

/**
 * Decides a request, or a call that is normalised first. Pure: the same inputs give the same bytes.
 *
 * @example
 * const { decision } = decide({ kind: "tool", tool: "read_file", args: ["README.md"] }, snapshot, {});
 */
export function decide(callOrRequest: unknown, snapshot: Snapshot, facts: Facts = {}): Decision {
  return decideRequest(isRequest(callOrRequest) ? callOrRequest : normalise(callOrRequest, snapshot), snapshot, facts);
}

/** Everything about one decision: each rule that was reached, each condition with what it saw and what it wanted. */
export function explain(callOrRequest: unknown, snapshot: Snapshot, facts: Facts = {}): Explanation {
  const request = isRequest(callOrRequest) ? callOrRequest : normalise(callOrRequest, snapshot);
  return explainer().explain(request, snapshot, facts);
}

function isRequest(value: unknown): value is Request {
  return typeof value === "object" && value !== null && (value as Partial<Request>)[NORMALISED] === true;
}
