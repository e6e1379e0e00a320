/** Many callers at once on an engine with budgets, against looking through everything that its ledger says. */

import { expect, test } from "vitest";
import { sha256 } from "#sha256";
import type { Event } from "../../src/budget/reservation.ts";
import { windowAt } from "../../src/budget/window.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { type Engine, openEngine } from "../../src/engine.ts";
import { checkPolicies, loadPolicies } from "../../src/index.ts";
import type { Budget } from "../../src/kernel/budget.ts";
import { auditLedger } from "../../src/proof/audit.ts";
import * as naive from "../reference/budget.ts";
import { type Choice, once, pick, seeded } from "../reference/choice.ts";

const RUNS = process.env["WRIT_LONG"] === "1" ? 200 : 6;
const START = Date.UTC(2026, 10, 20, 22);

const budget = (id: string, rest: string): string => `\n[[budgets]]\nid = "${id}"\ncurrency = "USD"\n${rest}\n`;
const POLICY = `
[settings]
ticket_ttl = 600

[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "1000"
${budget("day", 'limit = "60"\nwindow = "day"\nzone = "Europe/Berlin"\nper = ["tenant"]')}
${budget("hour", 'limit = "40"\nwindow = "1h"')}
${budget("single", 'limit = "12"\nwindow = "per_request"')}
${budget("ever", 'limit = "90"\nwindow = "lifetime"\nfilters = { tenant = "a" }')}
`;
const FILES = [{ name: "policy.toml", text: POLICY }];
const { budgets } = loadPolicies(FILES);

interface Story {
  readonly engine: Engine;
  readonly choice: Choice;
  /** Tickets that were given out. */
  readonly tickets: string[];
}

async function act({ engine, choice, tickets }: Story): Promise<void> {
  if (tickets.length === 0 || once(choice, 2)) {
    const amount = `${1 + choice(13)}.${choice(100)}`.replace(/0$/, "");
    const tenant = pick(choice, ["a", "b"]);
    const call = { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant, amount, currency: "USD" };
    const { id, decision } = await engine.decide(call);
    if (decision === "allow" && id !== null) tickets.push(id);
    return;
  }
  const ticket = pick(choice, tickets);
  if (once(choice, 2)) await engine.claim(ticket);
  else if (once(choice, 4)) await engine.outcome(ticket, { status: "failed" });
  else if (once(choice, 6)) await engine.release(ticket, { evidence: "cancelled" });
  else if (once(choice, 5)) await engine.outcome(ticket, { status: "signed" });
  else await engine.outcome(ticket, { status: "executed" });
}

/** The texts of a ledger after many rounds of several callers each. */
async function live(seed: number): Promise<readonly string[]> {
  const choice = seeded(seed);
  let now = START;
  const snapshot = checkPolicies(FILES).snapshot;
  const policies = { files: FILES, diagnostics: [], snapshot };
  const engine = await openEngine({ policies, state: "memory", clock: { now: () => now } });
  const story = { engine, choice, tickets: [] };
  for (let round = 0; round < 40; round++) {
    now += pick(choice, [0, 1, 1000, 60_000, 601_000, 1_800_000]);
    await Promise.all(Array.from({ length: 1 + choice(12) }, () => act(story)));
  }
  const { size } = await engine.journal.head();
  const texts = await Promise.all(Array.from({ length: size }, (_, seq) => engine.journal.entry(seq)));
  await engine.close();
  return texts;
}

test(`no prefix of a ledger holds more than a limit, and every fact is what its entries add up to`, async () => {
  let compared = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const texts = await live(seed);
    const auditor = { sha256, verifySignature: () => false, loadPolicies, offsetAt };
    expect((await auditLedger(texts, { checkpoints: [] }, auditor)).decisions.findings).toEqual([]);
    const events: Event[] = [];
    for (const text of texts) compared += compare(JSON.parse(text), events);
  }
  expect(compared).toBeGreaterThan(RUNS * 50);
});

interface Told {
  readonly kind: string;
  readonly seq: number;
  readonly at: string;
  // biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives, and the reference has no types of its own.
  readonly body: any;
}

/** Takes an entry into the list of events; gives how many facts of it were compared. */
function compare({ kind, seq, at: text, body }: Told, events: Event[]): number {
  const at = Date.parse(text);
  const windows = kind === "decision" ? (body.facts.windows ?? []) : [];
  for (const { budget: id, key, spent, reserved, from, to } of windows) {
    const one = budgets.find((each) => each.id === id) as Budget;
    const bounds = windowAt(one.window, at, offsetAt);
    const sums = naive.balance(events, { budget: one, key, bounds });
    expect([id, cents(spent), cents(reserved)]).toEqual([id, sums.spent.cents, sums.reserved.cents]);
    if (one.window.kind === "calendar") expect([Date.parse(from), Date.parse(to)]).toEqual([bounds.from, bounds.to]);
  }
  const event = eventOf(kind, `d-${seq}`, { at, body });
  if (event !== null) events.push(event);
  if (event?.kind === "reserved") for (const one of budgets) checkLimit(one, { events, at, body });
  return windows.length;
}

function checkLimit(
  one: Budget,
  { events, at, body }: { events: readonly Event[]; at: number; body: Told["body"] },
): void {
  const key = one.per.length === 0 ? "[]" : JSON.stringify([body.reservation.tenant]);
  const { spent, reserved } = naive.balance(events, { budget: one, key, bounds: windowAt(one.window, at, offsetAt) });
  expect(spent.cents + reserved.cents).toBeLessThanOrEqual(Number(one.limit) * 100);
}

function eventOf(
  kind: string,
  own: string,
  { at, body }: { readonly at: number; readonly body: Told["body"] },
): Event | null {
  const { decision, guard: by } = body;
  if (kind === "decision") {
    if (body.reservation === undefined) return null;
    const { movements, guard, expires_at, principal, tenant } = body.reservation;
    const owner = { principal, tenant };
    return { kind: "reserved", decision: own, at, movements, guard, owner, expires_at: Date.parse(expires_at) };
  }
  if (kind === "claim") return { kind: "claimed", decision, at, by };
  if (kind === "outcome") return { ...body, kind: body.status, at, by };
  if (kind !== "release") return null;
  return body.reason === "expired"
    ? { kind: "expired", decision, at }
    : { kind: "released", decision, at, evidence: body.evidence };
}

function cents(decimal: string): number {
  return Math.round(Number(decimal) * 100);
}
