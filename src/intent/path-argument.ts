/** Paths as patterns see them: an allow needs their plain names, a restriction hears every spelling. */

import { foldCase } from "../kernel/glob.ts";
import type { Argument } from "../kernel/request.ts";
import { allOf } from "./argument.ts";
import { isInside, isRooted, normalisePath, pathOfUrl } from "./path.ts";

/** The other name a normalised path has once links are followed; null when it has none, or nobody looked. */
export type Resolve = (path: string) => string | null;

/** Where a call's relative paths start, and what its links lead to. */
export interface Ground {
  readonly workspace: string | null;
  readonly resolve: Resolve;
}

/** Paths: an allow needs each by its normal and its resolved name, a deny sees every spelling, in any case. */
export function pathArgument(paths: readonly string[], ground: Ground): Argument {
  const exact = new Set<string>();
  const forms = new Set<string>();
  for (const path of paths) {
    for (const name of exactNames(path, ground)) exact.add(name);
    for (const name of spellings(path, ground)) forms.add(name);
  }
  const seen = [...exact, ...forms];
  const opaque = paths.map(oddity).find((odd) => odd !== null) ?? null;
  const folded = [...new Set(seen.map(foldCase))];
  return allOf([...exact], { forms: [...forms].filter((form) => !exact.has(form)), folded, doubt: opaque, opaque });
}

/** True when the path names a file inside, by its text and by what its links lead to. */
export function isInsideGround(path: string, { workspace, resolve }: Ground): boolean {
  const plain = pathOfUrl(path) ?? path;
  const normal = normalisePath(plain);
  const resolved = resolve(normal);
  return plain !== "" && isInside(normal, workspace) && (resolved === null || isInside(resolved, workspace));
}

/** A directory that a call names as the start of its relative paths. */
export interface Base {
  /** As seen from where they start otherwise; "" is that place. */
  readonly path: string;
  /** It is known to lie elsewhere. Without a workspace nobody knows of an absolute one. */
  readonly outside: boolean;
}

export function baseOf(folder: string, ground: Ground): Base {
  const plain = (pathOfUrl(folder) ?? folder).replaceAll("\\", "/");
  const normal = normalisePath(plain);
  const { workspace } = ground;
  const isBelow = workspace !== null && normal.startsWith("/") && isInside(normal, workspace);
  const path = CLIMBS.test(plain) ? plain : isBelow ? relativeTo(normal, workspace) : normal;
  const isKnown = workspace !== null || !isRooted(normal) || normal.startsWith("~");
  return { path: path === "." ? "" : path, outside: isKnown && !isInsideGround(folder, ground) };
}

/** The relative ones of the paths as they are called from the bases; climbs are left as they are written. */
export function fromBases(paths: readonly string[], bases: readonly Base[]): readonly string[] {
  const relative = paths.filter((path) => !isRooted(path.replaceAll("\\", "/")) && pathOfUrl(path) === null);
  return bases.filter(({ path }) => path !== "").flatMap((base) => relative.map((path) => `${base.path}/${path}`));
}

/** A path that climbs may pass through a link, so that its text as written must be allowed as well; so must a URL's. */
function exactNames(path: string, { resolve }: Ground): readonly string[] {
  const url = pathOfUrl(path) ?? null;
  const normal = normalisePath(url ?? path);
  const resolved = resolve(normal);
  const names = url !== null || CLIMBS.test(path) ? [path, normal] : [normal];
  return resolved === null ? names : [...names, resolved];
}

const CLIMBS = /(?:^|[\\/])\.\.(?:[\\/]|$)/;

function spellings(path: string, { workspace, resolve }: Ground): readonly string[] {
  const plain = pathOfUrl(path) ?? path;
  const normal = normalisePath(plain);
  const names = [path, normal, `${normal}/`, resolve(normal) ?? normal];
  if (workspace === null) return names;
  const absolute = normalisePath(plain, workspace);
  return isInside(absolute, workspace) ? [...names, absolute, relativeTo(absolute, workspace)] : [...names, absolute];
}

function relativeTo(path: string, root: string): string {
  return path === root ? "." : path.slice(root === "/" ? 1 : root.length + 1);
}

/** Spellings by which an operating system, or the tool itself, may reach another file than the text says. */
const ODDITIES: readonly (readonly [RegExp, string])[] = [
  [/^$/, "is empty"],
  [/^\s|\s$/, "begins or ends with white space"],
  [/^\/proc\/[^/]+\/(?:root|cwd|fd)(?:\/|$)|^\/dev\/fd\//, "leads through /proc or /dev/fd"],
  [/^\\\\/, "names a network share or a device"],
  [/^~[^\\/]*[\\/](?:[\s\S]*[\\/])?\.\.(?:[\\/]|$)/, "climbs out of a home directory"],
  [/^(?:\$\{?[A-Z]{2}|%[A-Za-z]+%)/, "begins with a variable"],
  [/:(?:\$DATA|[^/\\:]+:\$DATA)$/i, "names an NTFS stream"],
  [/~\d+(?:\.|[\\/]|$)/, "looks like an 8.3 short name"],
  [/(?:^|[\\/])\.{1,2} [. ]*(?:[\\/]|$)|[^./\\ ][. ]+(?:[\\/]|$)/, "has a part that ends in a dot or a blank"],
  [/[\u0001-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/, "contains invisible characters"],
];

function oddity(path: string): string | null {
  if (pathOfUrl(path) === undefined) return "the path is a broken `file:` URL";
  const found = ODDITIES.find(([pattern]) => pattern.test(path));
  return found === undefined ? null : `the path ${found[1]}`;
}
