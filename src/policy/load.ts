/** Policy texts → snapshot, or everything that is wrong with them. */

import { type Diagnostic, PolicyError } from "../kernel/diagnostic.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { assemble, type Manifest } from "./assemble.ts";
import { type PolicyDocument, readDocument } from "./document.ts";
import { checkExamples, type Judge } from "./example.ts";
import { parseFile } from "./format.ts";
import { checkTogether } from "./manifest-check.ts";
import { nameRules } from "./name.ts";
import { startReading } from "./reading.ts";
import type { Refusal } from "./refusal.ts";
import { readSettings } from "./setting.ts";
import type { PolicyFile, Source } from "./source.ts";

export type { PolicyFile } from "./source.ts";

export interface LoadOptions {
  /** Settings beside those of the files, under the names of `[settings]`; they add to them. */
  readonly settings?: Partial<Settings>;
  /** Receives each warning of policies that load. */
  readonly warn?: (warning: Diagnostic) => void;
}

export interface Ports {
  readonly sha256: Sha256;
  /** Judges the examples of rules. */
  readonly judge: Judge;
}

export interface Checked {
  /** Null when there is an error. */
  readonly snapshot: Snapshot | null;
  /** File by file in the order given, by line. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads policies, or throws one PolicyError that holds all diagnostics of all files, warnings included. */
export function loadPolicies(files: readonly PolicyFile[], options: LoadOptions, ports: Ports): Snapshot {
  const { snapshot, diagnostics } = checkPolicies(files, options, ports);
  if (snapshot === null) throw new PolicyError(diagnostics);
  for (const warning of diagnostics) options.warn?.(warning);
  return snapshot;
}

/** Loads policies, or says everything that is wrong with them; files are taken in the order given. */
export function checkPolicies(files: readonly PolicyFile[], options: LoadOptions, ports: Ports): Checked {
  const manifest = readManifest(files, options.settings ?? {});
  if ("diagnostics" in manifest) return { snapshot: null, diagnostics: manifest.diagnostics };
  const snapshot = assemble(manifest, ports.sha256);
  checkExamples(manifest.documents, { snapshot, judge: ports.judge });
  const diagnostics = diagnosticsOf(manifest.documents);
  return { snapshot: diagnostics.some(isError) ? null : snapshot, diagnostics };
}

interface Rejected {
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads files into documents that are ready to be lowered, or gives what is wrong with them. */
export function readManifest(files: readonly PolicyFile[], settings: Partial<Settings>): Manifest | Rejected {
  if (files.length === 0) return { diagnostics: [NO_POLICY] };
  const outside = readOutside(settings);
  const parsed = files.map((file) => readFile(file));
  const documents = parsed.filter((one) => "rules" in one);
  const ids = nameRules(documents);
  checkTogether(documents, settings);
  const diagnostics = [...outside, ...parsed.flatMap((one) => ("rules" in one ? diagnosticsOf([one]) : [one]))];
  return diagnostics.some(isError) ? { diagnostics } : { documents, ids, settings };
}

const NO_POLICY: Diagnostic = {
  severity: "error",
  code: "policy.none",
  message: "no policy was given",
  file: "",
  line: 0,
  column: 0,
  help: "without a policy nothing is allowed; write a `policy.toml`",
};

/** Settings of a program are read as strictly as those of a file. */
function readOutside(settings: Partial<Settings>): readonly Diagnostic[] {
  const value = Object.fromEntries(Object.entries(settings).filter(([, setting]) => setting != null));
  const reading = startReading({ name: "settings", text: "", value, place: () => undefined });
  readSettings(value, "", reading);
  return reading.diagnostics;
}

function readFile(file: PolicyFile): PolicyDocument | Diagnostic {
  const parsed: Source | Refusal = parseFile(file);
  if (!("kind" in parsed)) return readDocument(parsed);
  const { code, message, help = null, at } = parsed;
  return { severity: "error", code, message, file: file.name, line: at?.line ?? 0, column: at?.column ?? 0, help };
}

function diagnosticsOf(documents: readonly PolicyDocument[]): readonly Diagnostic[] {
  return documents.flatMap(({ reading }) =>
    reading.diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column),
  );
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
