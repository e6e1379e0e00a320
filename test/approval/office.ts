/** A ledger with approvers: people with keys, and an engine that can be closed and opened again. */

import * as crypto from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "#sha256";
import { type ApprovalStatement, PURPOSE, type Scope, signStatement } from "../../src/approval/statement.ts";
import { createBook } from "../../src/book/book.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { openJournal } from "../../src/engine/journal.ts";
import { privateKey, publicKeyOf, signEd25519, verifyEd25519 } from "../../src/engine/key-ed25519.ts";
import { policyEntry } from "../../src/engine/policy-entry.ts";
import type { Store } from "../../src/engine/port.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { checkPolicies, loadPolicies } from "../../src/index.ts";
import { toBase64 } from "../../src/kernel/base64.ts";
import type { Answer } from "../../src/kernel/decision.ts";
import { formatInstant } from "../../src/kernel/instant.ts";
import { auditLedger } from "../../src/proof/audit.ts";
import { memoryStore } from "../../src/store/memory.ts";
import { sqliteStore } from "../../src/store/sqlite.ts";

export const NOW: number = Date.UTC(2026, 10, 20, 12);
export const HOUR = 3_600_000;

export interface Credential {
  readonly id: string;
  readonly person: string;
  readonly groups: readonly string[];
  readonly kind: "human" | "agent";
}

const row = (id: string, person: string, groups: readonly string[], kind: "human" | "agent" = "human"): Credential => ({
  id,
  person,
  groups,
  kind,
});

/** Alice has two keys; dave is who asks; the robot is no human. */
export const STAFF: readonly Credential[] = [
  row("alice-laptop", "alice", ["finance", "board"]),
  row("alice-phone", "alice", ["finance", "board"]),
  row("bob", "bob", ["finance"]),
  row("carol", "carol", ["ops"]),
  row("dave", "dave", ["finance"]),
  row("erin", "erin", ["finance"]),
  row("robot", "robot", ["finance"], "agent"),
];

/** The key of a credential, the same in every run. */
export function keyOf(id: string): crypto.KeyObject {
  return privateKey(crypto.createHash("sha256").update(`seed of ${id}`).digest());
}

export const publicOf = (id: string): string => toBase64(publicKeyOf(keyOf(id)));

export function registerOf(staff: readonly Credential[]): string {
  const table = ({ id, person, groups, kind }: Credential): string =>
    `[[approvers]]\nid = "${id}"\nkey = "${publicOf(id)}"\nperson = "${person}"\nkind = "${kind}"\ngroups = ${JSON.stringify(groups)}\n`;
  return staff.map(table).join("\n");
}

export const RULES = `
[[rules]]
id = "wire"
tool_pattern = "wire_*"
action = "ask"
approvals = "2 of finance"
reason = "money leaves the house"

[[rules]]
id = "note"
tool = "note"
action = "allow"
`;

export const WIRE = { kind: "tool", tool: "wire_money", args: { to: "acme", amount: "250" }, principal: "user:dave" };

export interface Office {
  engine: Engine;
  readonly clock: { now: number };
  readonly store: Store;
  /** Closes, and opens under other rules or with other people. */
  reopen(over?: Policy): Promise<void>;
  /** A signed statement about an ask. */
  says(id: string, about: Answer, over?: Over): string;
  /** What an audit finds wrong with the ledger, or with another version of it. */
  audit(change?: (text: string) => string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Policy {
  readonly rules?: string;
  readonly staff?: readonly Credential[];
}

export type Over = Partial<ApprovalStatement> & { readonly signer?: string };

export const STORES: readonly ("memory" | "sqlite")[] = ["memory", "sqlite"];

export async function openOffice(kind: "memory" | "sqlite" = "memory", policy: Policy = {}): Promise<Office> {
  const folder = kind === "sqlite" ? mkdtempSync(join(tmpdir(), "writ-office-")) : null;
  const store = folder === null ? keptStore() : sqliteStore(join(folder, "writ.db"));
  const clock = { now: NOW };
  let engine = await openOn(store, clock, policy);
  return {
    get engine() {
      return engine;
    },
    clock,
    store,
    async reopen(over = {}) {
      await engine.close();
      engine = await openOn(store, clock, { ...policy, ...over });
    },
    says: (id, about, over = {}) => statementOf(id, about, { origin: engine.journal.origin, at: clock.now, over }),
    async audit(change = (text) => text) {
      const { size } = await engine.journal.head();
      const texts: string[] = [];
      for await (const text of store.entries(0, size)) texts.push(change(text));
      const { decisions } = await auditLedger(texts, { checkpoints: [] }, AUDITOR);
      return decisions.findings.map(({ detail }) => detail);
    },
    async close() {
      await engine.close();
      if (folder !== null) rmSync(folder, { recursive: true });
    },
  };
}

const AUDITOR = { sha256, verifySignature: verifyEd25519, loadPolicies, offsetAt };

/** What is in memory outlives its engine. */
function keptStore(): Store {
  return { ...memoryStore(), close: async () => {} };
}

async function openOn(store: Store, clock: { now: number }, { rules = RULES, staff = STAFF }: Policy): Promise<Engine> {
  const files = [
    { name: "policy.toml", text: rules },
    { name: "approvers.toml", text: registerOf(staff) },
  ];
  const { snapshot, diagnostics } = checkPolicies(files);
  if (snapshot === null) throw new Error(JSON.stringify(diagnostics));
  const book = createBook(offsetAt);
  const ticking = { now: () => clock.now };
  const journal = await openJournal({ store, signer: null, clock: ticking, sha256, origin: "writ/test", fold: book });
  const { kind, body } = policyEntry({ files, settings: {}, snapshot, diagnostics });
  await journal.append(kind, body, formatInstant(clock.now));
  return createEngine({ snapshot, journal, book, clock: ticking, files: null, sha256, time: "own" });
}

interface Signing {
  readonly origin: string;
  readonly at: number;
  readonly over: Over;
}

function statementOf(id: string, about: Answer, { origin, at, over: { signer = id, ...over } }: Signing): string {
  const person = STAFF.find((one) => one.id === id)?.person ?? id;
  const says = over.says ?? "approve";
  const scope: Scope | null = says === "approve" ? { kind: "once" } : null;
  const statement: ApprovalStatement = {
    approver: { key: publicOf(id), person },
    ask: about.entry?.hash ?? "",
    expires_at: formatInstant(at + HOUR / 2),
    issued_at: formatInstant(at),
    origin,
    purpose: PURPOSE,
    reason: null,
    says,
    scope,
    tenant: null,
    ...over,
  };
  return signStatement(statement, (message) => signEd25519(keyOf(signer), message));
}
