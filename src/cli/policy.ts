/** The policies a command works with. */

import { resolve } from "node:path";
import { readPolicyFile } from "../engine/policy-file.ts";
import { readSources, type Sources } from "../engine/source.ts";
import type { Diagnostic } from "../kernel/diagnostic.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { type Args, optionOf, optionsOf } from "./command.ts";
import type { Io } from "./io.ts";

export interface Loaded {
  readonly sources: Sources;
  /** Null when anything is wrong: a policy is never half loaded. */
  readonly snapshot: Snapshot | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds, reads and compiles what `--policy` names, or what holds in the working directory. */
export async function loadPolicy(args: Args, io: Io): Promise<Loaded> {
  const paths = optionsOf(args, "policy");
  const sources = readSources({ paths, cwd: io.cwd, system: io.systemPolicies });
  return compileSources(withEntities(sources, optionOf(args, "entities"), io.cwd));
}

/** The entities of `--entities` are a file of the manifest, whatever it is called. */
function withEntities(sources: Sources, file: string | undefined, cwd: string): Sources {
  if (file === undefined) return sources;
  const read = readPolicyFile({ path: resolve(cwd, file), name: file, trusted: false });
  if (!("text" in read)) return { ...sources, diagnostics: [...sources.diagnostics, read] };
  const name = file.endsWith(".entities.json") ? file : `${file}.entities.json`;
  return { ...sources, files: [...sources.files, { name, text: read.text }] };
}

/** Compiles sources; an error in one of them leaves no snapshot. */
export async function compileSources(sources: Sources): Promise<Loaded> {
  if (sources.files.length === 0) return { sources, snapshot: null, diagnostics: sources.diagnostics };
  const [{ checkPolicies }, { isZone }] = await Promise.all([import("../index.ts"), import("../engine/zone.ts")]);
  const checked = checkPolicies(sources.files, { isZone });
  const diagnostics = [...sources.diagnostics, ...checked.diagnostics];
  const sound = diagnostics.every(({ severity }) => severity !== "error");
  return { sources, snapshot: sound ? checked.snapshot : null, diagnostics };
}
