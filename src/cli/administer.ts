/** The ledger that a command administers. */

import { existsSync } from "node:fs";
import type { EventResult } from "../engine/ticket-work.ts";
import { type Administration, openAdministration } from "../engine.ts";
import { isPostgres } from "../store/postgres-address.ts";
import { type Args, optionOf } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { statePath } from "./ledger-file.ts";
import { print } from "./print.ts";
import { clockOption } from "./time.ts";
import { UsageError } from "./usage-error.ts";

/** Records one event in the ledger that `--state` names, and says `sentence` with the number of its entry. */
export async function administer(
  args: Args,
  io: Io,
  { act, sentence }: { readonly act: (ledger: Administration) => Promise<EventResult>; readonly sentence: string },
): Promise<number> {
  const state = statePath(args, io);
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  const key = optionOf(args, "key");
  const ledger = await openAdministration({
    state,
    cwd: io.cwd,
    ...clockOption(io, state),
    ...(key === undefined ? {} : { key }),
  });
  try {
    const result = await act(ledger);
    await print({ args, io }, result, (shown) => (shown.ok ? `${sentence}: entry ${shown.entry.seq}\n` : ""));
    if (result.ok) return EXIT.ok;
    io.err(result.entry === null ? `writ: nothing was recorded: ${result.detail}\n` : `writ: ${result.detail}\n`);
    return result.entry === null ? EXIT.internal : EXIT.deny;
  } finally {
    await ledger.close();
  }
}
