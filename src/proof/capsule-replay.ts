/** Is it decided alike once more? From the call to the request, from the sources to the rules, from both to the decision. */

import { READS_EXPRESSIONS } from "#cedar";
import { HEARS_MONEY } from "#money";
import { decideInOwnTime, textField } from "../intent/own-time.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Request } from "../kernel/request.ts";
import { SEMANTICS, type Snapshot } from "../kernel/rule.ts";
import { snapshotHash } from "../kernel/snapshot-hash.ts";
import { isSame } from "./capsule-entry.ts";
import { type Finding, failed, failedBy, skipped } from "./capsule-finding.ts";
import { checkRedaction } from "./capsule-redaction.ts";
import type { Subject } from "./capsule-subject.ts";

export function checkCall({ capsule, body, ports }: Subject): Finding {
  if (ports.normalise === undefined) return skipped("skipped.normaliser");
  if (body === null) return skipped("skipped.unread");
  try {
    const request = ports.normalise(body, restored(capsule.snapshot), ports.sha256);
    if (request === null) return skipped("skipped.call_not_kept");
    return isSame(request, capsule.request) ? null : failed("call.other_request");
  } catch (error) {
    return failedBy("call.failed", error);
  }
}

export function checkRequest({ capsule, ports }: Subject): Finding {
  return `0x${ports.sha256(canonical(capsule.request))}` === capsule.request_hash ? null : failed("request.hash");
}

export function checkSnapshot({ capsule, ports }: Subject): Finding {
  const { snapshot } = capsule;
  if (snapshot === null) return null;
  if (snapshot.semantics !== SEMANTICS) return failed("snapshot.semantics", `\`${snapshot.semantics.slice(0, 64)}\``);
  return snapshotHash(snapshot, ports.sha256) === snapshot.hash ? null : failed("snapshot.hash");
}

export function checkRules({ capsule: { snapshot }, ports }: Subject): Finding {
  if (snapshot === null) return null;
  if (ports.load === undefined) return skipped("skipped.loader");
  try {
    // Settings that were joined before stay as they are when they are joined with those of the files again.
    const lowered = ports.load(snapshot.sources, { settings: snapshot.settings });
    return isSame(lowered, snapshot) ? null : failed("rules.other");
  } catch (error) {
    return failedBy("rules.failed", error);
  }
}

export function checkDecision(subject: Subject): Finding {
  const { capsule, body } = subject;
  const closed = body?.redacted === undefined ? null : closedFinding(subject);
  if (closed !== null) return closed;
  try {
    const snapshot = restored(capsule.snapshot);
    const gated = { request: decidedRequest(subject, snapshot), snapshot, at: timeOf(capsule.call) };
    const again = decideInOwnTime(body?.redacted ? { ...gated, redacted: body.redacted } : gated, capsule.facts);
    if (isSame(again, capsule.decision)) return null;
    return isLeftOut(capsule) ? skipped("skipped.left_out") : failed("decision.other");
  } catch (error) {
    // Rules that were not lowered from anything may be of any shape.
    return failedBy("decision.failed", error);
  }
}

/** A small build says of what it cannot decide that it is denied: that the capsule says something else proves nothing. */
function isLeftOut({ request, snapshot }: Subject["capsule"]): boolean {
  if (snapshot === null) return false;
  const asksMoney = request.payment !== undefined || snapshot.budgets.length > 0 || snapshot.register !== null;
  const asksCedar = snapshot.policies.some(({ faults }) => faults !== undefined);
  return (asksMoney && !HEARS_MONEY) || (asksCedar && !READS_EXPRESSIONS);
}

/** What was decided is not known: a field is closed, or was opened to something else. */
function closedFinding(subject: Subject): Finding {
  const finding = checkRedaction(subject);
  if (finding?.result === "failed") return skipped("skipped.unread");
  return finding ?? (subject.ports.normalise === undefined ? skipped("skipped.normaliser") : null);
}

/** The call as it was, and not as it is shown. */
function decidedRequest({ capsule, body, ports }: Subject, snapshot: Snapshot | null): Request {
  const { openings, request } = capsule;
  if (!body?.redacted) return request;
  return ports.normalise?.({ ...body, openings }, snapshot, ports.sha256) ?? request;
}

/** A tool may have the name of a method of all objects. */
function restored(snapshot: Snapshot | null): Snapshot | null {
  return snapshot === null ? null : { ...snapshot, tools: Object.assign(Object.create(null), snapshot.tools) };
}

/** The time a call brings, which a durable ledger refuses. Read loosely: what is no strict JSON is refused anyway. */
function timeOf(call: string | null): string | null {
  try {
    return call === null ? null : textField(JSON.parse(call), "at");
  } catch {
    return null;
  }
}
