/** What is wrong with a policy, for people. */

import { type Diagnostic, describe } from "../../kernel/diagnostic.ts";
import type { Paint } from "./colour.ts";

const STYLE = { error: "red", warning: "yellow" } as const;

/** One line each, as compilers write them; texts must be escaped already. */
export function diagnosticText(diagnostics: readonly Diagnostic[], paint: Paint): string {
  return diagnostics.map((each) => `${coloured(each, paint)}\n`).join("");
}

function coloured(diagnostic: Diagnostic, paint: Paint): string {
  const { severity } = diagnostic;
  return describe(diagnostic).replace(`: ${severity}: `, `: ${paint(STYLE[severity], severity)}: `);
}
