/** `writ ledger forget`: what opens the redacted fields of one decision is deleted, and every proof holds as before. */

import { storeAt } from "../../store/kept.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { seqOf, statePath, withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";

/** What `--json` prints. */
interface Forgotten {
  readonly seq: number;
  /** How many fields can no longer be opened that could be before. */
  readonly fields: number;
}

export const run: Run = async (args, io) => {
  const [id = ""] = args.positionals;
  const named = { ...args, positionals: [id.replace(/^d-/, "")] };
  // By a name that the ledger does not have nothing is opened for writing, or made.
  return withLedger(args, io, async (ledger) => {
    const seq = seqOf(named, ledger.size());
    const store = await storeAt(statePath(args, io));
    try {
      await store.open();
      const forgotten: Forgotten = { seq, fields: await store.forget(seq) };
      await print({ args, io }, forgotten, sentence);
    } finally {
      await store.close();
    }
    return EXIT.ok;
  });
};

function sentence({ seq, fields }: Forgotten): string {
  if (fields === 0) return `entry ${seq} has no redacted field that could be opened\n`;
  return `${fields} redacted ${fields === 1 ? "field" : "fields"} of entry ${seq} can no longer be opened\n`;
}
