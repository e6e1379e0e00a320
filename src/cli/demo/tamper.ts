/** Somebody rewrites history in a copy of a ledger, as whoever holds the file can. */

import { copyFileSync } from "node:fs";

/** Makes one denial of the copy an allow and gives the number of its entry. */
export async function tamper(ledger: string, copy: string): Promise<number> {
  const { default: Database } = await import("libsql");
  copyFileSync(ledger, copy);
  const database = new Database(copy);
  try {
    const where = `text LIKE '%"decision":"deny"%"policy.denied"%'`;
    const row = database.prepare(`SELECT seq FROM entries WHERE ${where} ORDER BY seq`).get() as {
      readonly seq: number;
    };
    database
      .prepare(`UPDATE entries SET text = replace(text, '"decision":"deny"', '"decision":"allow"') WHERE seq = ?`)
      .run(row.seq);
    return row.seq;
  } finally {
    database.close();
  }
}
