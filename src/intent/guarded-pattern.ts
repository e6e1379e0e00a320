/** Shell patterns over what Writ depends on: `rm *.toml` deletes a policy as surely as its name does. */

import { compileGlob } from "../kernel/glob.ts";
import { type Between, type Places, parentsOf } from "./guarded-place.ts";
import type { Touch } from "./shell/analysis.ts";

/** The guarded place that the (folded, normalised) pattern reaches, or null; an unknown use counts inside one only. */
export function patternPlace(pattern: string, use: Touch["use"], places: Places): string | null {
  const folder = folderOf(pattern);
  const around = places.between.find(({ text }) => `/${folder}`.includes(text))?.place;
  if (use === "read") return around !== undefined && readsSecret(pattern, folder) ? around : null;
  if (around !== undefined) return around;
  const tail = tailOf(pattern);
  const named = places.anywhere.find((place) => `${tail}/`.includes(`/${place}/`));
  if (named !== undefined || use === "unknown") return named ?? null;
  if (use === "move" && isEverythingIn(pattern, folder, places)) return places.anywhere[0] ?? null;
  const matches = compile(pattern, folder);
  const isReached = ({ place }: Between): boolean =>
    candidates(place, folder, places).some((name) => reaches(name, use, matches));
  return places.between.find(isReached)?.place ?? null;
}

/** The directory before the first wildcard, with its slash. */
function folderOf(pattern: string): string {
  return pattern.slice(0, pattern.slice(0, pattern.search(/[*?[]/)).lastIndexOf("/") + 1);
}

/** What stands behind the last wildcard; a regex would begin anew at every character of a long name. */
function tailOf(pattern: string): string {
  let at = pattern.length;
  while (at > 0 && !"*?[]".includes(pattern[at - 1] as string)) at -= 1;
  return pattern.slice(at);
}

/** Behind a guarded directory: its keys, or whatever lies deeper. */
function readsSecret(pattern: string, folder: string): boolean {
  return /(?:^|\/)keys\//.test(folder) || /\/|key/.test(pattern.slice(folder.length));
}

function isEverythingIn(pattern: string, folder: string, { workspace }: Places): boolean {
  const isAbove = folder === "/" || folder === "~/" || /^(?:\.\.\/)+$/.test(folder) || folder === `${workspace}/`;
  return isAbove && /^[*?[\]!^.]*\*$/.test(pattern.slice(folder.length));
}

/** The full names under which a place may lie where the pattern looks. */
function candidates(place: string, folder: string, { workspace, exact }: Places): readonly string[] {
  if (exact.includes(place)) return [place];
  const isNear = folder === "" || /^(?:\.\.\/)+$|^~\/$|^\/$/.test(folder) || folder === `${workspace}/`;
  const inParent = parentsOf(place)
    .filter((parent) => `/${folder}`.endsWith(`/${parent}/`))
    .map((parent) => folder.slice(0, folder.length - parent.length - 1) + place);
  return isNear ? [folder + place, ...inParent] : inParent;
}

function reaches(name: string, use: Touch["use"], matches: (path: string) => boolean): boolean {
  return matches(name) || (use === "move" && parentsOf(name).some(matches));
}

/** A wildcard does not match a leading dot; a bracket that never closes is a plain character, so the stem decides. */
function compile(pattern: string, folder: string): (path: string) => boolean {
  const dotted = pattern[folder.length] === ".";
  const matches = globOf(pattern);
  return (path) => (dotted || path[folder.length] !== "." || !path.startsWith(folder)) && matches(path);
}

function globOf(pattern: string): (path: string) => boolean {
  try {
    return compileGlob(pattern.replace(/\*{3,}|[^/]\*\*|\*\*(?=[^/])/g, (stars) => stars.replace(/\*+/, "*")));
  } catch {
    const stem = pattern.slice(0, pattern.search(/[*?[]/));
    return (path) => path.startsWith(stem);
  }
}
