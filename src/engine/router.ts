/** Several ledgers as one engine: each tenant's calls go to its own, all others to the common one. */

import type { ApprovalView } from "../book/approval-view.ts";
import type { Jump } from "../book/jump.ts";
import type { BudgetStanding, OpenStanding } from "../book/standing.ts";
import { receiveText, receiveValue } from "../intent/receive.ts";
import { textField } from "../intent/record.ts";
import type { Answer } from "../kernel/decision.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { FreezeOptions } from "./control.ts";
import type { Engine } from "./engine.ts";
import type { EventResult } from "./ticket-work.ts";

/** The ledgers: the common one, and those of tenants. */
export interface Ledgers {
  readonly common: Engine;
  readonly tenants: ReadonlyMap<string, Engine>;
  readonly sha256: Sha256;
}

/**
 * Ids of decisions of a tenant's ledger have the tenant in front: `acme/d-7`. Budgets, what is open and asks are those of
 * all ledgers; a freeze of everything or of a principal, and a confirmation of the time, are recorded in each.
 */
export function createRouter({ common, tenants, sha256 }: Ledgers): Engine {
  const named: readonly (readonly [string | null, Engine])[] = [[null, common], ...tenants];
  const engines = named.map(([, engine]) => engine);

  function placeOf(call: unknown): readonly [string | null, Engine] {
    const tenant = tenantOf(call);
    const own = tenant === null ? undefined : tenants.get(tenant);
    return own === undefined ? [null, common] : [tenant, own];
  }

  function ticketOf(id: unknown): readonly [string, Engine] {
    const text = String(id);
    const slash = text.lastIndexOf("/");
    const own = slash < 0 ? undefined : tenants.get(text.slice(0, slash));
    return own === undefined ? [text, common] : [text.slice(slash + 1), own];
  }

  async function answered(tenant: string | null, answer: Promise<Answer>): Promise<Answer> {
    const { id, ...told } = await answer;
    return { id: id === null ? null : idIn(tenant, id), ...told };
  }

  function frozen({ tenant }: Partial<FreezeOptions>): readonly Engine[] {
    if (tenant === undefined) return engines;
    return [tenants.get(tenant) ?? common];
  }

  return {
    get snapshot() {
      return common.snapshot;
    },
    journal: common.journal,
    decide(call, by) {
      // A copy: an object may say something else each time, and its own ledger denies what does not belong there.
      const [tenant, engine] = placeOf(receiveValue(call, sha256).call);
      return answered(tenant, engine.decide(call, by));
    },
    decideText(text, by) {
      const [tenant, engine] = placeOf(receiveText(text, sha256).call);
      return answered(tenant, engine.decideText(text, by));
    },
    resume(id, by) {
      const [own, engine] = ticketOf(id);
      const tenant = named.find(([, each]) => each === engine)?.[0] ?? null;
      return answered(tenant, engine.resume(own, by));
    },
    claim: (id, by) => on(ticketOf(id), (own, engine) => engine.claim(own, by)),
    outcome: (id, report) => on(ticketOf(id), (own, engine) => engine.outcome(own, report)),
    release: (id, by) => on(ticketOf(id), (own, engine) => engine.release(own, by)),
    freeze: (options) => inEach(frozen(options ?? {}), (engine) => engine.freeze(options)),
    unfreeze: (options) => inEach(frozen(options ?? {}), (engine) => engine.unfreeze(options)),
    clockJump: () => engines.map((engine) => engine.clockJump()).find((jump): jump is Jump => jump !== null) ?? null,
    confirmClock(reason) {
      const jumped = engines.filter((engine) => engine.clockJump() !== null);
      return inEach(jumped.length === 0 ? [common] : jumped, (engine) => engine.confirmClock(reason));
    },
    budgets: () => named.flatMap(([tenant, engine]) => engine.budgets().map((row) => ownRow(tenant, row))),
    open: () => named.flatMap(([tenant, engine]) => engine.open().map((row) => ownTicket(tenant, row))),
    approvals: () => named.flatMap(([tenant, engine]) => engine.approvals().map((view) => ownAsk(tenant, view))),
    statement(text) {
      const origin = originIn(text);
      return (engines.find(({ journal }) => journal.origin === origin) ?? common).statement(text);
    },
    async checkpoint() {
      const [note = null] = await Promise.all(engines.map((engine) => engine.checkpoint()));
      return note;
    },
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

/** As the request will say; what cannot be told here is denied in the common ledger. */
function tenantOf(call: unknown): string | null {
  const stated = textField(call, "tenant");
  if (stated !== null || textField(call, "kind") !== "access") return stated;
  return textField((call as { readonly context?: unknown }).context, "tenant");
}

/** Of the ledger that a statement is for; whether it is one is for that ledger to say. */
function originIn(text: string): string | null {
  try {
    return textField((JSON.parse(text) as { readonly statement?: unknown } | null)?.statement, "origin");
  } catch {
    return null;
  }
}

function on<T>([id, engine]: readonly [string, Engine], act: (id: string, engine: Engine) => T): T {
  return act(id, engine);
}

/** What was not done everywhere was not done: the first failure, else the first result. */
async function inEach(engines: readonly Engine[], act: (engine: Engine) => Promise<EventResult>): Promise<EventResult> {
  const results = await Promise.all(engines.map(act));
  return results.find(({ ok }) => !ok) ?? (results[0] as EventResult);
}

function idIn(tenant: string | null, id: string): string {
  return tenant === null ? id : `${tenant}/${id}`;
}

function ownRow(tenant: string | null, row: BudgetStanding): BudgetStanding {
  return tenant === null ? row : { ...row, ledger_tenant: tenant };
}

function ownTicket(tenant: string | null, row: OpenStanding): OpenStanding {
  return { ...row, decision: idIn(tenant, row.decision) };
}

function ownAsk(tenant: string | null, view: ApprovalView): ApprovalView {
  return { ...view, id: idIn(tenant, view.id) };
}
