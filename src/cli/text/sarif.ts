/** Diagnostics as SARIF 2.1.0, which code hosts and editors read (OASIS, sarif-v2.1.0). */

import type { Diagnostic } from "../../kernel/diagnostic.ts";
import { LINTS } from "../../policy/lint/table.ts";

/** A log of one run. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly [SarifRun];
}

interface SarifRun {
  readonly tool: { readonly driver: Driver };
  /** Columns are counted as diagnostics count them. */
  readonly columnKind: "utf16CodeUnits";
  readonly results: readonly SarifResult[];
}

interface Driver {
  readonly name: "writ";
  readonly version: string;
  readonly rules: readonly SarifRule[];
}

interface Message {
  readonly text: string;
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: Message;
  readonly help: Message;
  readonly defaultConfiguration: { readonly level: Diagnostic["severity"] };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Diagnostic["severity"];
  readonly message: Message;
  readonly locations: readonly { readonly physicalLocation: Location }[];
}

interface Location {
  readonly artifactLocation: { readonly uri: string };
  readonly region?: { readonly startLine: number; readonly startColumn: number };
}

/** The log of the diagnostics, with a rule for every code among them. */
export function sarif(diagnostics: readonly Diagnostic[], version: string): SarifLog {
  const byCode = new Map(diagnostics.toReversed().map((each) => [each.code, each]));
  const codes = [...byCode.keys()].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "writ", version, rules: codes.map((code) => ruleOf(code, byCode.get(code)?.severity)) },
        },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((each) => resultOf(each, codes.indexOf(each.code))),
      },
    ],
  };
}

function ruleOf(id: string, level: Diagnostic["severity"] = "error"): SarifRule {
  const page = id.startsWith("lint.") ? "lint" : "policy";
  return {
    id,
    shortDescription: { text: summaryOf(id) },
    help: { text: `docs/spec/${page}.md` },
    defaultConfiguration: { level },
  };
}

/** What the codes of a kind are about, by what stands before the point. */
const KINDS: Readonly<Record<string, string>> = {
  source: "a file cannot be read as a policy",
  toml: "the text is not TOML",
  json: "the text is not JSON",
  policy: "the file as a whole is not right",
  settings: "a setting is not right",
  tools: "the description of a tool is not right",
  classify: "the classification of a tool is not right",
  rule: "a rule is not right, or hardly meant",
  args: "a condition on an argument is not right",
  value: "a value is not of the form that its key takes",
  example: "an example of a rule is answered otherwise",
  examples: "the examples of a rule are not right",
};

function summaryOf(code: string): string {
  const lint = LINTS.find((each) => each.code === code);
  return lint?.summary ?? KINDS[code.split(".", 1)[0] ?? ""] ?? "the policies are not right";
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number): SarifResult {
  const { code, severity, message, help, file } = diagnostic;
  const text = help === null ? message : `${message} (${help})`;
  const locations = file === "" ? [] : [{ physicalLocation: locationOf(diagnostic) }];
  return { ruleId: code, ruleIndex, level: severity, message: { text }, locations };
}

function locationOf({ file, line, column }: Diagnostic): Location {
  const artifactLocation = { uri: uriOf(file) };
  return line === 0 ? { artifactLocation } : { artifactLocation, region: { startLine: line, startColumn: column } };
}

/** A path as a URI reference, relative as the path is (RFC 3986 §4.2). */
function uriOf(path: string): string {
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}
