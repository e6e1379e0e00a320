/** Arguments as patterns see them: docs/spec/request.md says which texts an allow needs and which a deny also sees. */

import { canonical } from "../kernel/canonical.ts";
import { foldCase } from "../kernel/glob.ts";
import type { Argument, NamedArgument, Text } from "../kernel/request.ts";
import { CallError, checkText, DEPTH_LIMIT, invalid, isRecord } from "./call.ts";
import { isInside, normalisePath, pathOfUrl } from "./path.ts";

const NO_TEXTS: readonly Text[] = Object.freeze([]);

/** Any one of the texts may satisfy an allow. */
export function anyOf(exact: readonly Text[]): Argument {
  return { need: "any", exact, forms: NO_TEXTS, folded: NO_TEXTS, doubt: null, opaque: null };
}

/** An allow needs every one of the texts; `more` says what differs from a plain argument. */
export function allOf(exact: readonly Text[], more?: Partial<Argument>): Argument {
  return { need: "all", exact, forms: NO_TEXTS, folded: NO_TEXTS, doubt: null, opaque: null, ...more };
}

/** Radium's list arguments: each one singly, and all joined by a blank. */
export function listArgument(texts: readonly string[]): Argument {
  if (texts.length === 0) return anyOf([""]);
  return texts.length === 1 ? anyOf(texts) : anyOf([...texts, texts.join(" ")]);
}

/** One value of an object, down to its leaves, with the name a rule knows it by: `a.b` for nested ones. */
export interface Leaf {
  readonly name: string;
  readonly texts: readonly string[];
  /** True when the value is a list: a deny also sees its joined form. */
  readonly list: boolean;
}

/** The leaves of an object of arguments; nesting beyond the published limit is refused. */
export function leavesOf(value: { readonly [name: string]: unknown }, prefix = "", depth = 1): readonly Leaf[] {
  if (depth > DEPTH_LIMIT) throw new CallError("request.too_large", `\`/args\` is nested deeper than ${DEPTH_LIMIT}`);
  return Object.keys(value).flatMap((key) => {
    const name = checkText(prefix + key, "/args");
    const held = value[key];
    if (isRecord(held)) return leavesOf(held, `${name}.`, depth + 1);
    return held === null || held === undefined ? [] : [leaf(name, held)];
  });
}

function leaf(name: string, value: unknown): Leaf {
  return Array.isArray(value)
    ? { name, texts: value.map((item) => textOf(item, "/args", name)), list: true }
    : { name, texts: [textOf(value, "/args", name)], list: false };
}

/** The text of a scalar; what is neither text nor number nor truth value counts by its canonical JSON. */
export function textOf(value: unknown, pointer: string, place: string | number): string {
  return checkText(typeof value === "string" ? value : canonicalText(value, `${pointer}/${place}`), pointer, place);
}

function canonicalText(value: unknown, pointer: string): string {
  try {
    return canonical(value);
  } catch (error) {
    throw invalid(`\`${pointer}\`: ${error instanceof Error ? error.message : "not JSON"}`);
  }
}

/** A named argument that is not a path: an allow needs each of its texts, a deny also sees them joined. */
export function plainField({ name, texts, list }: Leaf): NamedArgument {
  return { name, ...allOf(texts, { forms: list && texts.length > 1 ? [texts.join(" ")] : NO_TEXTS }) };
}

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
  [/^~[^\\/]*[\\/](?:[^]*[\\/])?\.\.(?:[\\/]|$)/, "climbs out of a home directory"],
  [/^(?:\$\{?[A-Z]{2}|%[A-Za-z]+%)/, "begins with a variable"],
  [/:(?:\$DATA|[^/\\:]+:\$DATA)$/i, "names an NTFS stream"],
  [/~\d+(?:\.|[\\/]|$)/, "looks like an 8.3 short name"],
  [/(?:^|[\\/])(?!\.{1,2}(?:[\\/]|$))[^\\/]*[. ](?:[\\/]|$)/, "has a part that ends in a dot or a blank"],
  [/[\u0001-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/, "contains invisible characters"],
];

function oddity(path: string): string | null {
  if (pathOfUrl(path) === undefined) return "the path is a broken `file:` URL";
  const found = ODDITIES.find(([pattern]) => pattern.test(path));
  return found === undefined ? null : `the path ${found[1]}`;
}
