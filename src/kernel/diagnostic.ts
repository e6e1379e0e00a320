/** What is wrong with a policy, and where. */

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** Stable, e.g. `toml.syntax`, `rule.unknown_key`. */
  readonly code: string;
  /** Lowercase, one line, input in backticks. */
  readonly message: string;
  readonly file: string;
  /** From 1; 0 when the whole file is meant. */
  readonly line: number;
  readonly column: number;
  /** What to do next, or null. */
  readonly help: string | null;
}

/** Everything that is wrong with a set of policies; thrown once, with all of it. */
export class PolicyError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(describe).join("\n"));
    this.name = "PolicyError";
    this.diagnostics = diagnostics;
  }
}

/** One line for people: `policy.toml:3:5: error: unknown key … (help)`. */
export function describe(d: Diagnostic): string {
  const place = d.line === 0 ? d.file : `${d.file}:${d.line}:${d.column}`;
  const help = d.help === null ? "" : ` (${d.help})`;
  return `${place}: ${d.severity}: ${d.message}${help}`;
}
