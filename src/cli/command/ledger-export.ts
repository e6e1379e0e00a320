/** `writ ledger export`: every entry, word for word. */

import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { withLedger } from "../ledger-file.ts";
import { escapeJson } from "../text/escape.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    // The hash of an entry is that of its very bytes; only a person's terminal gets the escaped form.
    const shown = io.terminal ? escapeJson : (text: string) => text;
    for await (const text of ledger.entries(0, ledger.size())) {
      if (io.stop.aborted) break;
      await io.out(`${shown(text)}\n`);
    }
    return EXIT.ok;
  });
