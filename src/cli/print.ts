/** The one way to the outside: JSON for programs, text for people, nothing dangerous in either. */

import type { Diagnostic } from "../kernel/diagnostic.ts";
import { type Args, hasOption } from "./command.ts";
import type { Io } from "./io.ts";
import { type Paint, paintFor } from "./text/colour.ts";
import { diagnosticText } from "./text/diagnostic.ts";
import { escapeAll, escapeJson } from "./text/escape.ts";

/** Writes a result: as JSON with `--json`, else as `render` makes it of the escaped data. */
export async function print<T>(
  { args, io }: { readonly args: Args; readonly io: Io },
  data: T,
  render: (data: T, paint: Paint) => string,
): Promise<void> {
  await io.out(hasOption(args, "json") ? jsonLine(data) : render(escapeAll(data), paintFor(io)));
}

/** One line of JSON that a terminal shows as it is. */
export const jsonLine = (data: unknown): string => `${escapeJson(JSON.stringify(data))}\n`;

/** Writes what is wrong with the policies to stderr. */
export function printDiagnostics(io: Io, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) io.err(diagnosticText(escapeAll(diagnostics), paintFor(io)));
}
