/** The files on which Writ depends, as a snapshot knows them, and when two names mean the same place. */

import { foldCase } from "../kernel/glob.ts";
import { perObject } from "../kernel/per-object.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { normalisePath, pathOfUrl } from "./path.ts";

/** Guarded wherever they lie: the files through which agents, hooks and Writ are set up. */
const EVERYWHERE: readonly string[] = [
  ".writ", ".radium/policy.toml", "etc/writ", ".git/config", ".git/hooks",
  ".claude/settings.json", ".claude/settings.local.json", ".claude/hooks",
  ".gemini/settings.json", ".gemini/policies", ".codex/config.toml", ".codex/rules",
]; // biome-ignore format: one list, not one name a line

/** All names are folded. */
export interface Places {
  readonly workspace: string | null;
  /** Normalised; absolute where the workspace is known. */
  readonly exact: readonly string[];
  /** Guarded in any directory. */
  readonly anywhere: readonly string[];
  /** All of them, each between the slashes that stand around it in a longer path. */
  readonly between: readonly Between[];
}

export interface Between {
  readonly place: string;
  readonly text: string;
}

export const guardedPlaces: (snapshot: Snapshot) => Places = perObject(({ settings, sources }) => {
  const { workspace, protected_paths } = settings;
  const policies = sources.map(({ name }) => foldName(name, "").replace(/^(?:\.\.\/|\/)+/, ""));
  const anywhere = [...policies, ...EVERYWHERE];
  const root = workspace === null ? null : foldName(workspace, "");
  const own = root === null ? [] : anywhere.map((place) => `${root}/${place}`);
  const exact = [...protected_paths.map((path) => foldName(path, workspace ?? "")), ...own];
  const between = [...exact, ...anywhere].map((place) => ({ place, text: `/${place}/` }));
  return { workspace: root, exact, anywhere, between };
});

/** Directories above a place, as far as its name tells. */
export function parentsOf(place: string): readonly string[] {
  const parents: string[] = [];
  for (let at = place.indexOf("/", 1); at !== -1; at = place.indexOf("/", at + 1)) parents.push(place.slice(0, at));
  return parents;
}

/** What some file system takes for a plain letter, or for none (Unicode CaseFolding.txt; HFS+ ignores the last). */
const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/\u017f/g, "s"],
  [/\u212a/g, "k"],
  [/\ufb01/g, "fi"],
  [/[\ufb05\ufb06]/g, "st"],
  [/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, ""],
];

/** The normalised path as the most forgiving file system reads it: case, trailing dots, streams and short names. */
export function foldName(path: string, cwd: string): string {
  const plain = (pathOfUrl(path) ?? path).trim();
  let name = foldCase(normalisePath(plain.replace(/^(?:file:|[A-Za-z]:(?![\\/]))/i, ""), cwd));
  if (/[^ -~]/.test(name)) for (const [letter, plainLetter] of FOLDS) name = name.replace(letter, plainLetter);
  if (!/[. ](?:\/|$)|:|~\d/.test(name)) return name;
  return name
    .replace(/:[^/:]*:\$data$|::\$index_allocation/g, "")
    .replace(/(^|\/)(writ|git|claude|gemini|codex|radium)~\d+(?=\/|$)/g, "$1.$2")
    .replace(/(^|\/)policy~\d+\.tom(?=\/|$)/g, "$1policy.toml")
    .replace(/([^/. ])[. ]+(?=\/|$)/g, "$1");
}
