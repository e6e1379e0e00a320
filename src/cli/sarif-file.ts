/** What `--sarif` asks for. */

import type { Diagnostic } from "../kernel/diagnostic.ts";
import { type Args, optionOf } from "./command.ts";
import type { Io } from "./io.ts";
import { jsonLine } from "./print.ts";
import { writeReport } from "./report-file.ts";

/** Writes the diagnostics where `--sarif` says; true when that was standard output, which then holds nothing else. */
export async function printSarif(
  { args, io }: { readonly args: Args; readonly io: Io },
  diagnostics: readonly Diagnostic[],
): Promise<boolean> {
  const path = optionOf(args, "sarif");
  if (path === undefined) return false;
  const [{ sarif }, { version }] = await Promise.all([import("./text/sarif.ts"), import("./version.ts")]);
  const text = jsonLine(sarif(diagnostics, version()));
  if (path !== "-") writeReport({ args, io }, { path, text });
  else await io.out(text);
  return path === "-";
}
