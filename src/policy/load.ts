/** Policy texts → snapshot, or everything that is wrong with them. */

import { cedar as cedarLanguage } from "#on-demand";
import { type Diagnostic, PolicyError } from "../kernel/diagnostic.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { assemble, type Manifest } from "./assemble.ts";
import { checkZones } from "./budget.ts";
import type { CedarReading } from "./cedar/document.ts";
import type { CedarDraft, CedarManifest } from "./cedar/resolve.ts";
import type { PolicyDocument } from "./document.ts";
import type { Draft } from "./draft.ts";
import { checkExamples, type Judge } from "./example.ts";
import { readPolicyFile } from "./format.ts";
import { checkTogether } from "./manifest-check.ts";
import { type Nameless, nameRules } from "./name.ts";
import { optionFiles } from "./option-file.ts";
import { startReading } from "./reading.ts";
import { readSettings } from "./setting.ts";
import type { PolicyFile } from "./source.ts";

export type { PolicyFile } from "./source.ts";

export interface LoadOptions {
  /** Settings beside those of the files, under the names of `[settings]`; they add to them. */
  readonly settings?: Partial<Settings>;
  /** Entities beside those of the files: Cedar's JSON, as text or parsed with `parseJson`. */
  readonly entities?: unknown;
  /** A schema beside those of the files: the schema language, or its JSON form as text or parsed. */
  readonly schema?: unknown;
  /** Whether the runtime knows a time zone; without it nobody asks until a budget is looked up. */
  readonly isZone?: (zone: string) => boolean;
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
  const manifest = readManifest([...files, ...optionFiles(options)], options.settings ?? {});
  if ("diagnostics" in manifest) return { snapshot: null, diagnostics: manifest.diagnostics };
  const { isZone } = options;
  if (isZone !== undefined) for (const { budgets, reading } of manifest.documents) checkZones(budgets, reading, isZone);
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
  const cedar = cedarOf(documents.flatMap(({ reading, cedar }) => (cedar === null ? [] : { reading, cedar })));
  const ids = nameAll(documents, cedar);
  checkTogether(documents, settings, cedar);
  const diagnostics = [...outside, ...parsed.flatMap((one) => ("rules" in one ? diagnosticsOf([one]) : [one]))];
  return diagnostics.some(isError) ? { diagnostics } : { documents, ids, settings, cedar };
}

/** Without a Cedar file its language is not even loaded. */
function cedarOf(files: readonly CedarReading[]): CedarManifest {
  if (files.length === 0) return { schema: null, entities: [], drafts: new Map() };
  return cedarLanguage().resolveCedar(files);
}

/** The ids of all rules of all files, whatever their language. */
function nameAll(documents: readonly PolicyDocument[], cedar: CedarManifest): Manifest["ids"] {
  // Null stands for a rule that has its id in its own language.
  const named: (Draft | CedarDraft | null)[] = [];
  const nameless: Nameless[] = [];
  for (const { reading, rules, sbo3l } of documents) {
    for (const [index, { id, line }] of sbo3l?.rules.entries() ?? []) {
      nameless.push({ reading, id, fallback: id, line, pointer: `/rules/${index}/id` });
      named.push(null);
    }
    const stem = stemOf(reading.source.name);
    for (const [index, rule] of rules.entries()) {
      const { id = null, name = `${stem}#${index + 1}` } = rule.fields;
      nameless.push({ reading, id, fallback: name, line: rule.line, pointer: `${rule.pointer}/id` });
      named.push(rule);
    }
    for (const draft of cedar.drafts.get(reading) ?? []) {
      nameless.push(draft);
      named.push(draft);
    }
  }
  const ids = nameRules(nameless);
  return new Map(named.flatMap((rule, index) => (rule === null ? [] : [[rule, ids[index] as string]])));
}

function stemOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
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
  const read = readPolicyFile(file);
  if (!("kind" in read)) return read;
  const { code, message, help = null, at } = read;
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
