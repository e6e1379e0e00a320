/** The tables of ledgers in PostgreSQL, each version in the words that make it of the one before. */

import { StoreError } from "../engine/port.ts";
import type { Connection } from "./postgres-connection.ts";

/** Version N is made by the first N. What is here was applied somewhere: rows are added, never changed. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE writ.ledgers (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
    hash text NOT NULL DEFAULT repeat('0', 64) CHECK (hash ~ '^[0-9a-f]{64}$')
  );
  CREATE TABLE writ.entries (
    ledger integer NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    text text NOT NULL,
    PRIMARY KEY (ledger, seq)
  );
  CREATE TABLE writ.tiles (
    ledger integer NOT NULL,
    level integer NOT NULL CHECK (level >= 0),
    number bigint NOT NULL CHECK (number >= 0),
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (ledger, level, number)
  );
  CREATE TABLE writ.signers (
    ledger integer PRIMARY KEY REFERENCES writ.ledgers (id),
    holder text NOT NULL,
    epoch bigint NOT NULL CHECK (epoch > 0),
    expires_at timestamptz NOT NULL
  );
  CREATE TABLE writ.checkpoints (
    ledger integer NOT NULL REFERENCES writ.ledgers (id),
    size bigint NOT NULL CHECK (size >= 0),
    note text NOT NULL,
    epoch bigint NOT NULL CHECK (epoch > 0),
    PRIMARY KEY (ledger, size)
  );

  CREATE FUNCTION writ.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'a ledger only grows: % of % is refused', lower(TG_OP), TG_TABLE_NAME;
    END
  $$;
  CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON writ.entries EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON writ.tiles EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON writ.ledgers EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER only_grows BEFORE UPDATE ON writ.ledgers FOR EACH ROW
    WHEN (NEW.size < OLD.size OR NEW.name <> OLD.name) EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON writ.checkpoints EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER only_grows BEFORE UPDATE ON writ.checkpoints FOR EACH ROW
    WHEN (NEW.epoch < OLD.epoch) EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON writ.signers EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER only_grows BEFORE UPDATE ON writ.signers FOR EACH ROW
    WHEN (NEW.epoch < OLD.epoch) EXECUTE FUNCTION writ.refuse();
  `,
  `
  CREATE TABLE writ.openings (
    ledger integer NOT NULL REFERENCES writ.ledgers (id),
    seq bigint NOT NULL CHECK (seq >= 0),
    pointer text NOT NULL,
    salt text NOT NULL CHECK (salt ~ '^[0-9a-f]{64}$'),
    value text NOT NULL,
    PRIMARY KEY (ledger, seq, pointer)
  );
  CREATE TABLE writ.secrets (
    ledger integer PRIMARY KEY REFERENCES writ.ledgers (id),
    value text NOT NULL CHECK (value ~ '^[0-9a-f]{64}$')
  );
  CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON writ.secrets EXECUTE FUNCTION writ.refuse();
  CREATE TRIGGER stays BEFORE UPDATE OR TRUNCATE ON writ.openings EXECUTE FUNCTION writ.refuse();
  `,
];

const BEGINNING = `
  CREATE SCHEMA IF NOT EXISTS writ;
  CREATE TABLE IF NOT EXISTS writ.migrations (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
`;

/** Any number that no other program locks with. */
const LOCK = 0x57726974;

/** Brings the tables to the newest version; rejects with StoreError `foreign` when they are of a newer one. */
export async function migrate(connection: Connection): Promise<void> {
  if ((await versionOf(connection)) === MIGRATIONS.length) return;
  await connection.ask((sql) => sql`SELECT pg_advisory_lock(${LOCK})`, "refused");
  try {
    // Another engine may have been faster.
    for (let version = await versionOf(connection); version < MIGRATIONS.length; version++) {
      const text = `${version === 0 ? BEGINNING : ""} ${MIGRATIONS[version]} INSERT INTO writ.migrations VALUES (${version + 1})`;
      // Several statements in one question are one transaction.
      await connection.ask((sql) => sql.unsafe(text), "refused");
    }
  } finally {
    await connection.ask((sql) => sql`SELECT pg_advisory_unlock(${LOCK})`, "refused");
  }
}

/** Rejects with StoreError `foreign` unless the tables are there, in the version of this program. */
export async function checkVersion(connection: Connection): Promise<void> {
  const version = await versionOf(connection);
  if (version === MIGRATIONS.length) return;
  const message = `the database has tables of version ${version}, expected ${MIGRATIONS.length}`;
  throw new StoreError("foreign", message);
}

/** 0 when there are no tables yet. */
async function versionOf(connection: Connection): Promise<number> {
  const [there] = await connection.ask((sql) => sql`SELECT to_regclass('writ.migrations') AS name`, "refused");
  if (there?.["name"] === null) return 0;
  const [row] = await connection.ask((sql) => sql`SELECT max(version) AS version FROM writ.migrations`, "refused");
  const version = (row?.["version"] ?? 0) as number;
  if (version <= MIGRATIONS.length) return version;
  throw new StoreError("foreign", `the tables are of version ${version}, newer than this program: update it`);
}
