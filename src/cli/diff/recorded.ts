/** Calls that were made: from a file of calls, or from what a ledger recorded. */

import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { sha256 } from "#sha256";
import type { Reader } from "../../engine/port.ts";
import { type Received, receiveText } from "../../intent/receive.ts";
import type { TimeRule } from "../../intent/record.ts";
import { restoredText } from "../../intent/redact.ts";
import { fromBase64 } from "../../kernel/base64.ts";
import type { Facts } from "../../kernel/facts.ts";
import type { Opening } from "../../kernel/redaction.ts";
import { bodyOf } from "../../ledger/link.ts";
import type { Io } from "../io.ts";
import { lines } from "../ndjson.ts";
import { UsageError } from "../usage-error.ts";

export interface Recorded {
  /** Line of the file from 1, or number of the entry. */
  readonly number: number;
  readonly received: Received;
  /** The call as it may be shown: redacted fields are closed. */
  readonly shown: unknown;
  readonly facts: Facts;
  /** Names of its paths once links were followed, as recorded. */
  readonly links: Readonly<Record<string, string>>;
  readonly time: TimeRule;
}

/** The calls of a file, one JSON document a line; `-` is standard input. Empty lines are none. */
export async function* callsOf(path: string, at: string, io: Io): AsyncGenerator<Recorded> {
  let number = 0;
  for await (const line of lines(path === "-" ? io.input() : readFile(path, io), io.stop)) {
    number++;
    if (line.length === 0) continue;
    const received = receiveText(line, sha256);
    const facts: Facts = { at: ownTime(received) ?? at, nonce: "free" };
    yield { number, received, shown: received.call, facts, links: {}, time: "given" };
  }
}

async function* readFile(path: string, io: Io): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(resolve(io.cwd, path), { signal: io.stop });
  } catch (error) {
    if (!io.stop.aborted) throw new UsageError(`\`${path}\` cannot be read: ${String(error)}`, "diff");
  }
}

function ownTime({ call }: Received): string | null {
  const at = typeof call === "object" && call !== null && "at" in call ? call.at : null;
  return typeof at === "string" ? at : null;
}

/** What a decision's entry holds; read loosely, for `writ ledger verify` says whether it is right. */
interface Body {
  readonly call: string | null;
  readonly call_base64?: string;
  readonly facts: Facts;
  readonly links?: Readonly<Record<string, string>>;
  readonly redacted?: readonly string[];
}

/** The calls of a ledger's decisions; those that were too large to be kept, or were forgotten in part, are left out. */
export async function* recordedCalls(ledger: Reader, size: number): AsyncGenerator<Recorded> {
  let number = -1;
  for await (const text of ledger.entries(0, size)) {
    number++;
    const found = bodyOf(text);
    if (found?.kind !== "decision" && found?.kind !== "refusal") continue;
    const { facts, links = {}, redacted, ...body } = JSON.parse(found.body) as Body;
    const closed = receivedOf(body);
    const received = redacted === undefined ? closed : openedOf(body.call, redacted, await ledger.openings(number));
    if (received !== null) yield { number, received, shown: closed?.call, facts, links, time: "own" };
  }
}

/** Null when a field was forgotten. */
function openedOf(call: string | null, redacted: readonly string[], openings: readonly Opening[]): Received | null {
  if (call === null || openings.length < redacted.length) return null;
  return receiveText(restoredText(call, openings), sha256);
}

function receivedOf({ call, call_base64 }: Pick<Body, "call" | "call_base64">): Received | null {
  if (call !== null) return receiveText(call, sha256);
  const bytes = call_base64 === undefined ? null : fromBase64(call_base64);
  return bytes === null ? null : receiveText(bytes, sha256);
}
