/** Which policies hold here: finds them, and reads them as one manifest. */

import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import type { Diagnostic } from "../kernel/diagnostic.ts";
import type { PolicyFile } from "../policy/source.ts";
import { distrust, type Place, readPolicyFile, sourceError, unreadable } from "./policy-file.ts";
import { policyNameKind } from "./policy-name.ts";

export interface Search {
  /** Files and directories that were named; empty: the nearest upward from `cwd`. */
  readonly paths: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Directory of the machine's own policies, always loaded when it exists; null for none. */
  readonly system: string | null;
}

export interface Sources {
  readonly files: readonly PolicyFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Where policies may stand in a directory, the first that exists wins. */
const PLACES: readonly string[] = ["policy.toml", ".writ", join(".radium", "policy.toml")];

/** Reads everything that holds. No policy at all is the error `policy.none`; whatever cannot be read is an error too. */
export function readSources(search: Search): Sources {
  const named = search.paths.map((path) => ({
    path: resolve(search.cwd, path),
    name: normalize(path),
    trusted: false,
  }));
  const own =
    named.length > 0 ? named.map((place) => expandNamed(place, search)) : [nearest(search.cwd).flatMap(expand)];
  const found = [...systemPlaces(search.system), ...own].flat();
  if (found.length === 0) return { files: [], diagnostics: [noPolicy(search)] };
  const read = unique(found).map((place) => ("severity" in place ? place : readPolicyFile(place)));
  return {
    files: read.filter((result) => "text" in result),
    diagnostics: read.filter((result) => "severity" in result),
  };
}

/** The absolute path of the nearest policies upward from an absolute directory; null when there are none. */
export function nearestPolicies(directory: string): string | null {
  return nearest(directory)[0]?.path ?? null;
}

/**
 * The nearest place upward from `cwd`, called by its path from the directory it stands in, so that the snapshot is the
 * same wherever below one stands. A `.writ/` that holds only state is passed over.
 */
function nearest(cwd: string): readonly Place[] {
  for (let directory = cwd; ; directory = dirname(directory)) {
    for (const name of PLACES) {
      const place = { path: join(directory, name), name, trusted: false };
      if (exists(place.path) && expand(place).length > 0) return [place];
    }
    if (dirname(directory) === directory) return [];
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    // What may be there but cannot be seen counts as there: reading it fails loudly.
    return !(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"));
  }
}

/** A place is a file, or stands for the policies of a directory. */
function expand(place: Place): readonly (Place | Diagnostic)[] {
  try {
    const stats = statSync(place.path);
    return stats.isDirectory() ? entries(place, stats) : [place];
  } catch (error) {
    return [unreadable(place, error)];
  }
}

/** What was named has to hold something; a system policy does not stand in for it. */
function expandNamed(place: Place, search: Search): readonly (Place | Diagnostic)[] {
  const found = expand(place);
  return found.length > 0 ? found : [noPolicy({ ...search, paths: [place.name] })];
}

function entries(directory: Place, stats: Stats): readonly (Place | Diagnostic)[] {
  const untrusted = directory.trusted ? distrust(directory.name, stats) : null;
  if (untrusted !== null) return [untrusted];
  const names = readdirSync(directory.path).sort();
  return names.flatMap((entry): readonly (Place | Diagnostic)[] => {
    const name = join(directory.name, entry);
    const kind = policyNameKind(entry);
    if (kind === "ignored") return [];
    return [kind === "policy" ? { ...directory, path: join(directory.path, entry), name } : lookalike(name)];
  });
}

function lookalike(name: string): Diagnostic {
  return sourceError("source.lookalike", name, {
    message: `\`${name}\` looks like a policy but is not loaded`,
    help: "policies end in .toml, .json, .yaml, .yml or .cedar; rename it, or move it out of the directory",
  });
}

function systemPlaces(system: string | null): readonly (readonly (Place | Diagnostic)[])[] {
  if (system === null || !exists(system)) return [];
  return [expand({ path: system, name: system, trusted: true })];
}

/** The same file under two names is one policy; the first name stays. */
function unique(places: readonly (Place | Diagnostic)[]): readonly (Place | Diagnostic)[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    if (!("path" in place)) return true;
    const real = realPath(place.path);
    return !seen.has(real) && seen.add(real);
  });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function noPolicy({ paths, cwd }: Search): Diagnostic {
  const [named] = paths;
  return sourceError("policy.none", named ?? cwd, {
    message: named === undefined ? "no policy here or in any directory above" : `no policy in \`${named}\``,
    help: "`writ init` writes one",
  });
}
