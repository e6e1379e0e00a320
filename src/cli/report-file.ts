/** Reports that are written beside what a command prints. */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Args } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

interface Report {
  readonly path: string;
  readonly text: string;
}

/** Writes a report; a file that cannot be written is wrong usage. */
export function writeReport({ args, io }: { readonly args: Args; readonly io: Io }, { path, text }: Report): void {
  try {
    writeFileSync(resolve(io.cwd, path), text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the report cannot be written: ${why}`, args.command.name);
  }
}
