/** What a writer says to PostgreSQL: each change is one statement, and depends on what it finds. */

import { randomBytes, randomUUID } from "node:crypto";
import { type Batch, type StoredCheckpoint, type StoredOpening, StoreError } from "../engine/port.ts";
import type { Ask, Connection } from "./postgres-connection.ts";

/** Longer than a signature and the row that holds it can take. */
const SIGNING_MS = 5000;

/** The row of a ledger, and the number of its entries; makes it, or gives none, when there is none yet. */
export function openLedger(name: string): Ask {
  return (sql) => sql`
    WITH made AS (INSERT INTO writ.ledgers (name) VALUES (${name}) ON CONFLICT (name) DO NOTHING RETURNING id, size)
    SELECT id, size, size AS stored FROM made
    UNION ALL
    SELECT id, size, (SELECT coalesce(max(seq) + 1, 0) FROM writ.entries WHERE ledger = id) AS stored
    FROM writ.ledgers WHERE name = ${name}`;
}

/**
 * Moves the head of ledger `id` if it is where the batch begins, and only then stores the batch.
 *
 * Two engines that append at once wait for each other at the head's row; the later one finds it moved and stores nothing.
 */
export function appendTo(id: number, batch: Batch): Ask {
  const { first, prev, last, entries, tiles, openings = [] } = batch;
  const levels = `{${tiles.map(({ level }) => level)}}`;
  const numbers = `{${tiles.map(({ index }) => index)}}`;
  const hashes = `{${tiles.map((tile) => Buffer.from(tile.hashes).toString("hex"))}}`;
  // Canonical JSON has no line breaks, so that lines are the cheapest list of texts.
  const lines = entries.join("\n");
  return (sql) => sql`
    WITH moved AS (
      UPDATE writ.ledgers SET size = size + ${entries.length}, hash = ${last}
      WHERE id = ${id} AND size = ${first} AND hash = ${prev}
      RETURNING id, ${first}::bigint AS first
    ), stored AS (
      INSERT INTO writ.entries (ledger, seq, text)
      SELECT id, first + place - 1, line
      FROM moved, unnest(string_to_array(${lines}, E'\\n')) WITH ORDINALITY AS lines (line, place)
    ), tiled AS (
      INSERT INTO writ.tiles (ledger, level, number, hashes)
      SELECT id, level, number, decode(hash, 'hex')
      FROM moved, unnest(${levels}::integer[], ${numbers}::bigint[], ${hashes}::text[]) AS tile (level, number, hash)
    )${openings.length === 0 ? sql`` : opened(sql, openings)}
    SELECT (SELECT count(*) FROM moved)::integer AS moved, ${now(sql)} AS now`;
}

/** Most batches have none: then a writer needs no right to that table. */
function opened(sql: Parameters<Ask>[0], openings: readonly StoredOpening[]): ReturnType<Ask> {
  return sql`, opened AS (
      INSERT INTO writ.openings (ledger, seq, pointer, salt, value)
      SELECT moved.id, opening.seq, opening.pointer, opening.salt, opening.value
      FROM moved, json_to_recordset(${JSON.stringify(openings)}::text::json)
        AS opening (seq bigint, pointer text, salt text, value text)
    )`;
}

/** Deletes what opens the redacted fields of an entry; gives a row for each. */
export function forgetIn(id: number, seq: number): Ask {
  return (sql) => sql`DELETE FROM writ.openings WHERE ledger = ${id} AND seq = ${seq} RETURNING pointer`;
}

/** The secret of ledger `id`: of several engines that draw one the first is right. */
export function secretOf(id: number): readonly [draw: Ask, read: Ask] {
  const drawn = randomBytes(32).toString("hex");
  return [
    (sql) => sql`INSERT INTO writ.secrets VALUES (${id}, ${drawn}) ON CONFLICT DO NOTHING`,
    (sql) => sql`SELECT value FROM writ.secrets WHERE ledger = ${id}`,
  ];
}

/** Rejects with StoreError `refused` unless every text is one line. */
export function checkLines({ entries }: Batch): void {
  if (!entries.some((text) => text === "" || text.includes("\n"))) return;
  throw new StoreError("refused", "an entry is canonical JSON, which has no line breaks");
}

/** Milliseconds since the epoch by the server's clock. */
export function now(sql: Parameters<Ask>[0]): ReturnType<Ask> {
  return sql`(extract(epoch FROM clock_timestamp()) * 1000)::float8`;
}

/** The right to sign one ledger: for some seconds, and fenced by an epoch that only grows. */
export interface Signing {
  /** True when it was got, or is still held. */
  begin(): Promise<boolean>;
  save(checkpoint: StoredCheckpoint): Promise<void>;
}

/** One holder of that right; of a ledger that another one signs at present it gets nothing. */
export function signingOf(connection: Connection, id: number): Signing {
  const holder = randomUUID();
  let epoch: string | null = null;

  async function begin(): Promise<boolean> {
    const [row] = await connection.ask(
      (sql) => sql`
        INSERT INTO writ.signers AS signer VALUES (${id}, ${holder}, 1, ${end(sql)})
        ON CONFLICT (ledger) DO UPDATE SET holder = ${holder}, epoch = signer.epoch + 1, expires_at = ${end(sql)}
        WHERE signer.expires_at <= clock_timestamp() OR signer.holder = ${holder}
        RETURNING epoch`,
      "refused",
    );
    epoch = (row?.["epoch"] as string | undefined) ?? null;
    return epoch !== null;
  }

  async function save({ size, note }: StoredCheckpoint): Promise<void> {
    if (epoch === null && !(await begin())) throw new StoreError("refused", "another engine is signing the ledger");
    const [row] = await connection.ask(
      (sql) => sql`
        WITH fence AS (
          UPDATE writ.signers SET expires_at = clock_timestamp()
          WHERE ledger = ${id} AND holder = ${holder} AND epoch = ${epoch}
          RETURNING epoch
        )
        INSERT INTO writ.checkpoints (ledger, size, note, epoch)
        SELECT ${id}, ${size}::bigint, ${note}, epoch FROM fence
        ON CONFLICT (ledger, size) DO UPDATE SET note = excluded.note, epoch = excluded.epoch
        RETURNING size`,
      "in_doubt",
    );
    epoch = null;
    if (row === undefined)
      throw new StoreError("refused", "another engine has become the signer of the ledger meanwhile");
  }

  const end = (sql: Parameters<Ask>[0]) => sql`clock_timestamp() + ${SIGNING_MS} * interval '1 millisecond'`;
  return { begin, save };
}
