/** `writ ledger show`: entries of the ledger. */

import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { seqOf, withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { entryText, type ShownEntry, shownEntry } from "../text/entry.ts";
import { escapeJson } from "../text/escape.ts";
import { UsageError } from "../usage-error.ts";

const NEWEST = 20;

export const run: Run = async (args, io) => {
  const last = lastOf(args);
  return withLedger(args, io, async (ledger) => {
    const [from, to] = spanOf(args, last, ledger.size());
    for await (const text of ledger.entries(from, to)) {
      if (io.stop.aborted) break;
      if (hasOption(args, "json")) await io.out(`${escapeJson(text)}\n`);
      else await print<ShownEntry>({ args, io }, shownEntry(text), entryText);
    }
    return EXIT.ok;
  });
};

function lastOf(args: Args): number {
  const last = optionOf(args, "last");
  if (last === undefined) return NEWEST;
  if (!/^[1-9]\d{0,14}$/.test(last)) throw new UsageError("`--last` is a number from 1", args.command.name);
  return Number(last);
}

function spanOf(args: Args, last: number, size: number): readonly [from: number, to: number] {
  if (args.positionals.length === 0) return [Math.max(0, size - last), size];
  const seq = seqOf(args, size);
  return [seq, seq + 1];
}
