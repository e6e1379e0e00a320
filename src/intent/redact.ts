/** A call on its way into a ledger that does not show all of it: committed field by field, decided whole. */

import { canonical } from "../kernel/canonical.ts";
import type { Code } from "../kernel/code.ts";
import { parseJson } from "../kernel/json.ts";
import { commitmentOf, type Opening, valueAt, WITHHELD, withValueAt } from "../kernel/redaction.ts";
import type { Request } from "../kernel/request.ts";
import { type Received, receiveText } from "./receive.ts";
import { type Prepared, prepare, type World } from "./record.ts";
import { refused } from "./to-request.ts";

/** What a call is prepared with for a ledger. */
export interface Recording extends World {
  /** 32 bytes in hexadecimal digits that nobody can guess. `said` is what the call says: see `saidText`. */
  readonly salt: (pointer: string, said: string) => string;
  /** A policy may have named fields: where none can be asked, nothing of a call is kept. */
  readonly blind?: boolean;
}

/** As `prepare`, but what is recorded of the call shows none of the fields that the policy names. */
export function prepareRecorded(received: Received, recording: Recording): Prepared {
  const pointers = recording.snapshot?.settings.redact;
  if (pointers === undefined) {
    const whole = prepare(received, recording);
    const isBlind = recording.blind === true && recording.snapshot === null;
    return isBlind ? unkept(whole, "policy.invalid", recording) : whole;
  }
  const whole = prepare(plainly(received, recording), recording);
  const { request } = whole;
  // What cannot be read may have the fields anywhere, and its refusal may quote them.
  if (request.kind === "invalid") return unkept(whole, request.refusal?.code ?? "request.invalid", recording);
  const openings = openingsOf(whole.received.call, pointers, recording);
  return openings.length === 0 ? whole : closed(whole, openings, recording);
}

/** A call with the fields that were left out, as text, from the text that a ledger keeps. */
export function restoredText(call: string, openings: readonly Opening[]): string {
  return canonical(
    openings.reduce<unknown>(
      (made, { pointer, value }) => withValueAt(made, pointer, parseJson(value)),
      parseJson(call),
    ),
  );
}

/** What a call says, besides what only comes back or only tells the time: two calls are the same when they say the same. */
export function saidText(call: unknown): string {
  const { id: _id, at: _at, ...said } = call as { readonly [name: string]: unknown };
  return canonical(said);
}

/** The call as its canonical text has it: what is decided now can be decided again from that text. */
function plainly(received: Received, { sha256 }: World): Received {
  return received.refusal === null ? receiveText(canonical(received.call), sha256) : received;
}

function openingsOf(call: unknown, pointers: readonly string[], { salt }: Recording): readonly Opening[] {
  const found = pointers.filter((pointer) => valueAt(call, pointer) !== undefined);
  if (found.length === 0) return [];
  const said = saidText(call);
  return found.map((pointer) => ({
    pointer,
    salt: salt(pointer, said),
    value: canonical(valueAt(call, pointer)),
  }));
}

/**
 * INVARIANT: everything an entry says besides the outcome follows from the call as it is shown. What the book needs is
 * compared with what follows from that call alone; where it differs, it would tell what is to be left out.
 */
function closed(whole: Prepared, openings: readonly Opening[], recording: Recording): Prepared {
  const { sha256 } = recording;
  const call = openings.reduce<unknown>(
    (made, opening) => withValueAt(made, opening.pointer, commitmentOf(opening, sha256)),
    whole.received.call,
  );
  const shown = prepare(receiveText(canonical(call), sha256), recording);
  if (knownOf(shown) !== knownOf(whole)) return unkept(whole, "request.redaction", recording);
  const redacted = openings.map(({ pointer }) => pointer);
  return { ...shown, request: whole.request, redacted, closed: { openings, request: shown.request } };
}

/** What goes into the entry, or into those that follow it: who, what, where, and what moves. */
function knownOf({ request, links }: Prepared): string {
  const { kind, principal, action, resource, context, constraints, movements, expiry, nonce, payment } = request;
  const actions = request.parts.filter((part) => part.kind === "action");
  const movesValue = request.parts.some((part) => part.kind === "tool" && part.moves_value);
  return canonical([
    [kind, principal, action, resource, context, constraints],
    [movements ?? null, expiry ?? null, nonce ?? null, payment ?? null],
    [actions, movesValue, requestersOf(request), Object.fromEntries(links)],
  ]);
}

/** Those who may not approve for themselves (src/approval/shown.ts). */
function requestersOf({ given }: Request): unknown {
  return [given?.principal, given?.context].map((members) => [
    members?.["owner"] ?? null,
    members?.["delegator"] ?? null,
  ]);
}

/** Refused, and nothing of it is kept but the code. */
function unkept({ received, ...rest }: Prepared, code: Code, { sha256, snapshot }: World): Prepared {
  const refusal = { code, detail: WITHHELD };
  const prepared = prepare({ call: null, refusal, record: `"call":null` }, { snapshot, sha256, resolve: () => null });
  return {
    ...prepared,
    at: rest.at,
    request: refused(refusal),
    received: { ...prepared.received, call: idOf(received) },
  };
}

/** The answer names its call; the entry does not. */
function idOf({ call }: Received): unknown {
  return typeof call === "object" && call !== null && "id" in call ? { id: call.id } : null;
}
