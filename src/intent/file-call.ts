/** A tool whose row says which arguments are paths: patterns are about those, and so is the guard of Writ's own files. */

import type { Argument, ToolPart } from "../kernel/request.ts";
import type { Tool } from "../kernel/rule.ts";
import { allOf, anyOf, type Leaf, otherThan, plainField, plainName } from "./argument.ts";
import { invalid } from "./call.ts";
import type { Identity } from "./identity.ts";
import { patchedPaths } from "./patch.ts";
import { pathOfUrl } from "./path.ts";
import { type Base, baseOf, fromBases, type Ground, isInsideGround, pathArgument } from "./path-argument.ts";
import type { Touch } from "./shell/analysis.ts";
import { isBaseName, isPathName } from "./tool-table.ts";

export interface Files extends Pick<ToolPart, "args" | "fields" | "auto_edit"> {
  readonly touches: readonly Touch[];
}

interface Place {
  readonly identity: Identity;
  readonly ground: Ground;
}

export function describeFiles(leaves: readonly Leaf[], row: Tool, { identity, ground }: Place): Files {
  const named = leaves.filter(({ name }) => isPathOf(row, name));
  const isNamed = new Set(named);
  const others = otherThan(leaves, named);
  const folders = foldersOf(others, row);
  const bases = folders.map((folder) => baseOf(folder, ground));
  const fields = leaves.map((leaf) =>
    isNamed.has(leaf) ? { name: leaf.name, ...pathArgument(seenFrom(bases, leaf.texts), ground) } : plainField(leaf),
  );
  const texts = [...named.flatMap((leaf) => leaf.texts), ...patched(others, row)];
  const paths = texts.length === 0 && row.group === "read" ? folders : seenFrom(bases, texts);
  const args = paths.length > 0 ? pathArgument(paths, ground) : withoutPath(leaves, row);
  const inside = paths.length > 0 && paths.every((path) => isInsideGround(path, ground));
  const auto_edit = row.auto_edit && identity.server === null && inside && args.opaque === null;
  return { args, fields, auto_edit, touches: touchesOf(paths, row, identity.name) };
}

/** `filePath`, `File-Path` and `options.path` are paths too: which one a tool reads is not ours to guess. */
function isPathOf({ paths }: Tool, name: string): boolean {
  if (paths.length === 0) return false;
  if (paths.includes(name)) return true;
  const plain = plainName(name);
  return paths.some((path) => plainName(path) === plain);
}

/** Directories that the call's relative paths may start from. */
function foldersOf(others: readonly Leaf[], { paths }: Tool): readonly string[] {
  if (paths.length === 0) return [];
  const said = others.filter(({ name }) => isBaseName(plainName(name))).flatMap(({ texts }) => texts);
  const folders = said.length === 0 ? said : [...new Set(said)].filter((folder) => folder !== "");
  if (folders.length > MAX_BASES) throw invalid(`\`/args\` names more than ${MAX_BASES} directories to start from`);
  return folders;
}

const MAX_BASES = 4;

/** Which of the directories a tool goes by, if any, is not known. */
function seenFrom(bases: readonly Base[], paths: readonly string[]): readonly string[] {
  return bases.length === 0 ? paths : [...paths, ...fromBases(paths, bases)];
}

/** The files of a patch, whichever argument holds it. */
function patched(others: readonly Leaf[], row: Tool): readonly string[] {
  if (row.group !== "edit" || row.command === null) return [];
  return others.flatMap(({ texts }) => texts.flatMap(patchedPaths));
}

/** Tools that only read start from the current directory; for others a missing path is not known. */
function withoutPath(leaves: readonly Leaf[], row: Tool): Argument {
  const texts = leaves.flatMap((leaf) => leaf.texts);
  if (row.paths.length === 0) return leaves.length === 0 ? anyOf([""]) : allOf(texts);
  if (row.group === "read") return allOf(["."]);
  return allOf([], { forms: texts, opaque: "the call names no path" });
}

const MOVERS: ReadonlySet<string> = new Set(["delete_file", "rename_path", "move_file"]);
/** Reading tools that show what the files below a directory contain. */
const SEARCHERS = /^(?:grep|grep_search|grep_files|search_file_content|read_many_files)$/i;

function touchesOf(paths: readonly string[], { group }: Tool, name: string): readonly Touch[] {
  const use = group === "read" ? "read" : MOVERS.has(name) ? "move" : "write";
  const below = SEARCHERS.test(name) ? paths.map((path) => `${path}/keys`) : [];
  return [...paths, ...below].map((path) => ({ path, use }));
}

const READERS =
  /(?:^|[_.:-])(?:read|get|list|view|show|search|find|open|cat|stat|diff|head|tail|check)(?:$|[_.:-]|(?=[A-Z]))/;
const DELETERS = /delete|remove|move|rename/i;

/** A tool that nobody described can still not be used on Writ's own files by an argument that is named like a path. */
export function rowlessTouches(leaves: readonly Leaf[], { name, row }: Identity): readonly Touch[] {
  if (row?.group === "network") return leaves.flatMap(({ texts }) => texts.flatMap(fileOfUrl));
  if (row !== null && row.group !== "other") return [];
  const use = READERS.test(name) ? "read" : DELETERS.test(name) ? "move" : "unknown";
  return leaves
    .filter((leaf) => isPathName(plainName(leaf.name)))
    .flatMap(({ texts }) => texts.map((path) => ({ path, use })));
}

function fileOfUrl(text: string): readonly Touch[] {
  const path = pathOfUrl(text) ?? null;
  return path === null ? [] : [{ path, use: "read" }];
}
