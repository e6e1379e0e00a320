/** The time a command decides by. */

import { formatInstant, parseInstant } from "../kernel/instant.ts";
import { parseLength } from "../kernel/length.ts";
import { isPostgres } from "../store/postgres-address.ts";
import { type Args, optionOf } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** `--at`, or now; RFC 3339. A durable ledger has a time of its own, and refuses another. */
export function timeOf(args: Args, io: Io): string {
  const at = optionOf(args, "at");
  if (at === undefined) return formatInstant(io.now());
  const instant = parseInstant(at);
  if (instant === null) {
    throw new UsageError(`\`--at\` is not an RFC 3339 time: \`${at}\``, args.command.name);
  }
  if (!isMemory(args)) throw new UsageError("`--at` goes with `--state memory` only", args.command.name);
  return formatInstant(instant);
}

/** What `--for` says, in milliseconds; null when it is left out. */
export function lengthOf(args: Args): number | null {
  const text = optionOf(args, "for");
  if (text === undefined) return null;
  const length = parseLength(text);
  if (length === null)
    throw new UsageError("`--for` is a length of time such as `90s`, `15min`, `8h` or `7d`", args.command.name);
  return length;
}

/** The clock of a durable ledger, where it is not the one that its engine takes of itself. */
export function clockOption({ now }: Io, state: string): { readonly clock?: { readonly now: () => number } } {
  return isPostgres(state) || now === Date.now ? {} : { clock: { now } };
}

/** True when nothing that is decided outlives the command. */
export const isMemory = (args: Args): boolean => (optionOf(args, "state") ?? "memory") === "memory";
