/** `writ clock show`: the time of the ledger, that of this machine, and the jump between them that nobody confirmed. */

import type { Jump } from "../../book/jump.ts";
import { formatInstant } from "../../kernel/instant.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { bookOf } from "../ledger-book.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";

interface ClockStanding {
  /** The time of the last entry; RFC 3339. */
  readonly ledger: string;
  /** What the clock of this machine says. */
  readonly machine: string;
  readonly jump: Jump | null;
}

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const book = await bookOf(ledger);
    const standing = {
      ledger: formatInstant(book.at()),
      machine: formatInstant(io.now()),
      jump: book.jumps.open(),
    };
    await print({ args, io }, standing, textOf);
    return standing.jump === null ? EXIT.ok : EXIT.deny;
  });

function textOf({ ledger, machine, jump }: ClockStanding): string {
  const times = `ledger   ${ledger}\nmachine  ${machine}\n`;
  if (jump === null) return `${times}the clock has not jumped\n`;
  const read = jump.read ?? "no time at all";
  return `${times}entry ${jump.seq}: the clock said ${read} at ${jump.expected}; nothing moves until \`writ clock confirm\`\n`;
}
