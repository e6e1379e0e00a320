import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sha256 } from "#sha256";
import { type Fault, startProxy } from "../../test/postgres/proxy.ts";
import { startServer, type TestServer } from "../../test/postgres/server.mjs";
import { type Journal, openJournal } from "../engine/journal.ts";
import { createKey } from "../engine/key.ts";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import type { Signer, Store } from "../engine/port.ts";
import { openSigner } from "../engine/signer.ts";
import { verifyLedger } from "../proof/verify.ts";
import { type PostgresStore, postgresStore } from "./postgres.ts";
import { readLedgerDatabase } from "./postgres-read.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-postgres-test-"));
/** As docs/spec/postgres.md gives them. */
const GRANTS = (/```sql\n(GRANT[^`]*)```/.exec(fs.readFileSync("docs/spec/postgres.md", "utf8"))?.[1] ?? "").trim();

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.remove();
  fs.rmSync(root, { recursive: true });
});

/** Denials come within two seconds; the rest is this machine's, which does other things too. */
const DENIED_MS = 2500;

let count = 0;
const freshLedger = (): string => `ledger${count++}`;
const at = "2026-11-20T12:00:00.000Z";

function freshKey(): () => Signer {
  const file = path.join(root, `key${count++}`);
  createKey(file, sha256);
  return () => openSigner(file, sha256);
}

const open = (store: PostgresStore, signer: Signer | null): Promise<Journal> =>
  openJournal({ store, signer, clock: store.clock, sha256, origin: "writ/test" });

const record = (journal: Journal, entries: number) =>
  Promise.allSettled(Array.from({ length: entries }, (_, i) => journal.append("decision", `{"i":${i}}`, at)));

/** Runs a statement as an administrator would. */
async function administer<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server.url("").replace(/\?.*/, ""), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** The texts of a ledger, which has to pass verification. */
async function soundTexts(ledger: string, signer: Signer | null = null): Promise<string[]> {
  const database = await readLedgerDatabase(server.url(ledger));
  const texts: string[] = [];
  for await (const text of database.entries(0, database.size())) texts.push(text);
  const checkpoints = (await database.checkpoints(100)).map(({ note }) => note);
  await database.close();
  const trust = signer === null ? { checkpoints } : { checkpoints, publicKey: signer.publicKey };
  const report = await verifyLedger(texts, trust, { sha256, verifySignature: verifyEd25519 });
  expect(report.checks.filter(({ status }) => status === "failed")).toEqual([]);
  return texts;
}

describe("several engines on one ledger", () => {
  it("write one chain, each taking in what the others wrote, past many tiles", async () => {
    const [ledger, key] = [freshLedger(), freshKey()];
    // All at once: one of them begins the ledger, the others find it begun.
    const stores = Array.from({ length: 4 }, () => postgresStore(server.url(ledger)));
    const journals = await Promise.all(stores.map((store) => open(store, key())));
    const told = await Promise.all(
      journals.map(async (journal) => {
        const all = [];
        for (let turn = 0; turn < 12; turn++) all.push(...(await record(journal, 40)));
        return all;
      }),
    );
    const placed = told.flat().map((result) => (result.status === "fulfilled" ? result.value.seq : result.reason));
    expect(placed.sort((a, b) => a - b)).toEqual(Array.from({ length: 1920 }, (_, i) => i + 1));
    for (const journal of journals) await journal.close();
    expect(await soundTexts(ledger, key())).toHaveLength(1921);
  });

  it("decide again when another one was faster", async () => {
    const ledger = freshLedger();
    const [first, second] = [postgresStore(server.url(ledger)), postgresStore(server.url(ledger))];
    const journals = [await open(first, null), await open(second, null)] as const;
    const places: number[] = [];
    await journals[0].append("decision", "{}", at);
    const build = ({ seq, basis }: { seq: number; basis: { seq: number } }): string => {
      places.push(seq, basis.seq);
      return "{}";
    };
    expect(await journals[1].submit({ kind: "decision", at, build })).toMatchObject({ seq: 2 });
    expect(places).toEqual([1, 1, 2, 2]);
    await Promise.all(journals.map((journal) => journal.close()));
  });

  it("are not starved by one that never rests", async () => {
    const ledger = freshLedger();
    const [busy, patient] = [postgresStore(server.url(ledger)), postgresStore(server.url(ledger))];
    const journals = [await open(busy, null), await open(patient, null)] as const;
    // Before each append of the patient one the busy one appends, until it is kept out.
    const before = patient.append;
    let overtaken = 0;
    let isHolding = false;
    const { hold } = patient.shared as NonNullable<Store["shared"]>;
    const keepOut = (): void => {
      isHolding = true;
    };
    const slow = { ...patient, shared: { ...patient.shared, hold: () => hold().then(keepOut) } };
    slow.append = async (batch) => {
      if (!isHolding) overtaken += (await record(journals[0], 1)).length;
      await before(batch);
    };
    await journals[1].close();
    const again = await open(slow as PostgresStore, null);
    expect(await again.append("decision", "{}", at)).toMatchObject({ seq: 5 });
    expect([overtaken, isHolding]).toEqual([4, true]);
    expect(await journals[0].append("decision", "{}", at)).toMatchObject({ seq: 6 });
    await Promise.all([journals[0], again].map((journal) => journal.close()));
  });

  it("stop when the head is not that of the last entry", async () => {
    const ledger = freshLedger();
    const journal = await open(postgresStore(server.url(ledger)), null);
    await administer((sql) => sql`UPDATE writ.ledgers SET hash = repeat('a', 64) WHERE name = ${ledger}`);
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ code: "refused" });
    expect(journal.problem()).toMatchObject({ code: "corrupt" });
  });
});

describe("a connection that fails", () => {
  const cases: readonly (readonly [Fault, boolean])[] = [
    ["cut before", false],
    ["cut after", true],
    ["silence", false],
  ];

  it.each(cases)("leaves an entry in doubt, and the ledger whole: %s", async (fault, stored) => {
    const ledger = freshLedger();
    const proxy = await startProxy(server.port);
    const journal = await open(postgresStore(server.url(ledger, proxy.port)), null);
    await record(journal, 3);
    proxy.fail(fault);
    const began = performance.now();
    await expect(journal.append("decision", '{"doubtful":true}', at)).rejects.toMatchObject({ code: "in_doubt" });
    expect(performance.now() - began).toBeLessThan(DENIED_MS);
    proxy.heal();
    // It waits a little before it opens the ledger again.
    const placed = await vi.waitFor(() => journal.append("decision", '{"after":true}', at));
    await journal.close();
    await proxy.close();
    const texts = await soundTexts(ledger);
    expect(texts.filter((text) => text.includes("doubtful"))).toHaveLength(stored ? 1 : 0);
    expect([placed.seq, texts.length]).toEqual([texts.length - 1, stored ? 6 : 5]);
  });

  it("is replaced when the server ended it", async () => {
    const ledger = freshLedger();
    const journal = await open(postgresStore(server.url(ledger)), null);
    await administer(
      (sql) => sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'writ'`,
    );
    const answers = [];
    for (let turn = 0; turn < 20; turn++) answers.push(...(await record(journal, 1)));
    expect(answers.at(-1)?.status).toBe("fulfilled");
    await journal.close();
    expect(await soundTexts(ledger)).toHaveLength(1 + answers.filter(({ status }) => status === "fulfilled").length);
  });

  it("that is reset while the others are kept out is given up in time", async () => {
    const [ledger, proxy] = [freshLedger(), await startProxy(server.port)];
    const store = postgresStore(server.url(ledger, proxy.port));
    const journal = await open(store, null);
    await store.shared?.hold();
    proxy.fail("reset");
    const began = performance.now();
    await expect(journal.append("decision", "{}", at)).rejects.toMatchObject({ name: "StoreError" });
    expect(performance.now() - began).toBeLessThan(DENIED_MS);
    expect(await vi.waitFor(() => journal.append("decision", "{}", at))).toMatchObject({ seq: 1 });
    await journal.close();
    await proxy.close();
    await soundTexts(ledger);
  });

  it("shows no password", async () => {
    await server.stop();
    const error = await postgresStore(server.url("x")).open().catch(String);
    await server.start();
    expect(error).toMatch(/postgres:\/\/127.0.0.1:\d+\/postgres\?ledger=x/);
    expect(error).not.toMatch(/password/);
  });
});

describe("a standby that is promoted", () => {
  it("has all that was acknowledged, and the engine goes on with it", async () => {
    const primary = await startServer();
    const standby = await primary.startStandby();
    const [ledger, proxy] = [freshLedger(), await startProxy(primary.port)];
    const journal = await open(postgresStore(primary.url(ledger, proxy.port)), null);
    const told = [await record(journal, 20), await record(journal, 20)];
    const inFlight = record(journal, 20);
    await primary.stop("SIGQUIT");
    told.push(await inFlight);
    const sql = postgres(standby.url("").replace(/\?.*/, ""), { max: 1 });
    await sql`SELECT pg_promote()`;
    await sql.end();
    proxy.turn(standby.port);
    told.push([{ status: "fulfilled", value: await vi.waitFor(() => journal.append("decision", "{}", at), 5000) }]);
    const acknowledged = told.flat().flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(acknowledged.length).toBeGreaterThan(40);
    for (const { seq, hash } of acknowledged) expect((await journal.inclusion(seq)).leaf).toBe(hash);
    await journal.close();
    await proxy.close();
    await primary.remove();
  });
});

describe("a server", () => {
  it.each([
    ["fsync=off", /fsync/],
    ["default_transaction_read_only=on", /read-only/],
  ])("is refused with %s", async (setting, message) => {
    await server.stop();
    await server.start([setting]);
    await expect(postgresStore(server.url("x")).open()).rejects.toMatchObject({ code: "refused", message });
    await server.stop();
    await server.start();
  });

  it("is refused while it is a standby, which may lag behind", async () => {
    await server.stop();
    fs.writeFileSync(path.join(server.data, "standby.signal"), "");
    await server.start();
    await expect(postgresStore(server.url("x")).open()).rejects.toMatchObject({ code: "refused", message: /standby/ });
    await server.stop();
    fs.rmSync(path.join(server.data, "standby.signal"));
    await server.start();
  });

  it("gives the time", async () => {
    const store = postgresStore(server.url(freshLedger()));
    await store.open();
    expect(Math.abs(store.clock.now() - Date.now())).toBeLessThan(1000);
    await store.close();
  });
});

describe("the tables", () => {
  it("refuse to lose or to change anything, also at an administrator's hand", async () => {
    const [ledger, key] = [freshLedger(), freshKey()];
    const journal = await open(postgresStore(server.url(ledger)), key());
    await record(journal, 300);
    await journal.close();
    for (const statement of [
      "UPDATE writ.entries SET text = 'x'",
      "DELETE FROM writ.entries",
      "TRUNCATE writ.entries",
      "DELETE FROM writ.tiles",
      "UPDATE writ.ledgers SET size = size - 1",
      "DELETE FROM writ.checkpoints",
      "UPDATE writ.signers SET epoch = 0",
    ])
      expect([statement, await administer((sql) => sql.unsafe(statement)).catch(String)]).toEqual([
        statement,
        expect.stringContaining("only grows"),
      ]);
  });

  it("need few rights, and none to change or remove what is recorded", async () => {
    const [owned, ledger] = [postgresStore(server.url(freshLedger())), freshLedger()];
    await owned.open();
    await owned.close();
    await administer((sql) => sql.unsafe(`CREATE ROLE engine LOGIN PASSWORD 'engine'; ${GRANTS}`));
    const address = server.url(ledger).replace(/\/\/.*@/, "//engine:engine@");
    const journal = await open(postgresStore(address), freshKey()());
    await record(journal, 300);
    await journal.close();
    expect(await soundTexts(ledger)).toHaveLength(301);
  });

  it("are refused when they are of a newer version", async () => {
    const store = postgresStore(server.url(freshLedger()));
    await store.open();
    await store.close();
    await administer((sql) => sql`INSERT INTO writ.migrations VALUES (99)`);
    await expect(store.open()).rejects.toMatchObject({ code: "foreign", message: /newer/ });
    await expect(readLedgerDatabase(server.url("x"))).rejects.toMatchObject({ code: "foreign" });
    await administer((sql) => sql`DELETE FROM writ.migrations WHERE version = 99`);
  });
});

describe("the right to sign", () => {
  const openStores = async () => {
    const ledger = freshLedger();
    const stores = [postgresStore(server.url(ledger)), postgresStore(server.url(ledger))] as const;
    for (const store of stores) await store.open();
    const [first, second] = stores.map(({ shared }) => shared as NonNullable<typeof shared>);
    return { ledger, stores, first, second } as const;
  };
  const expire = (ledger: string) =>
    administer(
      (sql) => sql`UPDATE writ.signers SET expires_at = clock_timestamp()
        FROM writ.ledgers WHERE ledger = id AND name = ${ledger}`,
    );

  it("is one engine's at a time, and free again after its checkpoint", async () => {
    const { stores, first, second } = await openStores();
    expect(await first?.beginSigning()).toBe(true);
    expect(await second?.beginSigning()).toBe(false);
    await expect(stores[1].saveCheckpoint({ size: 1, note: "b" })).rejects.toMatchObject({ code: "refused" });
    await stores[0].saveCheckpoint({ size: 1, note: "a" });
    expect(await second?.beginSigning()).toBe(true);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("passes when its time has passed, and its old holder saves nothing any more", async () => {
    const { ledger, stores, first, second } = await openStores();
    await first?.beginSigning();
    await expire(ledger);
    expect(await second?.beginSigning()).toBe(true);
    await expect(stores[0].saveCheckpoint({ size: 1, note: "old" })).rejects.toMatchObject({ code: "refused" });
    await stores[1].saveCheckpoint({ size: 1, note: "new" });
    expect(await stores[0].checkpoints(5)).toEqual([{ size: 1, note: "new" }]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("lets two journals sign in turn, each only what continues", async () => {
    const [ledger, key] = [freshLedger(), freshKey()];
    const journals = [
      await open(postgresStore(server.url(ledger)), key()),
      await open(postgresStore(server.url(ledger)), key()),
    ];
    for (let turn = 0; turn < 3; turn++)
      for (const journal of journals) {
        await record(journal, 2);
        expect(await journal.checkpoint()).not.toBeNull();
      }
    for (const journal of journals) await journal.close();
    expect(await soundTexts(ledger, key())).toHaveLength(13);
  });
});
