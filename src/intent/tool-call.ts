/** A tool call as parts of a request. */

import type { Argument, NamedArgument, Text, ToolPart } from "../kernel/request.ts";
import type { Snapshot, Tool } from "../kernel/rule.ts";
import {
  allOf,
  anyOf,
  type Ground,
  type Leaf,
  leavesOf,
  listArgument,
  pathArgument,
  plainField,
  type Resolve,
  textOf,
} from "./argument.ts";
import { type Fields, invalid, isRecord } from "./call.ts";
import type { Identity } from "./identity.ts";
import { patchedPaths } from "./patch.ts";
import { isInside, normalisePath } from "./path.ts";
import type { Touch } from "./shell/analysis.ts";
import { flagClusters } from "./shell-hint.ts";
import { shellParts } from "./shell-part.ts";

export interface ToolUse {
  readonly identity: Identity;
  readonly args: readonly unknown[] | Fields;
}

export interface ToolParts {
  readonly parts: readonly ToolPart[];
  readonly touches: readonly Touch[];
  /** Every spelling of every shell command. */
  readonly spellings: readonly Text[];
}

const NOTHING: readonly unknown[] = Object.freeze([]);

export function readArgs(value: unknown): ToolUse["args"] {
  if (value === undefined || value === null) return NOTHING;
  if (Array.isArray(value) || isRecord(value)) return value;
  throw invalid(`\`/args\` must be a list or an object, not ${typeof value}`);
}

export function toolParts(use: ToolUse, snapshot: Snapshot, resolve: Resolve): ToolParts {
  const { row } = use.identity;
  const ground: Ground = { workspace: snapshot.settings.workspace, resolve };
  if (row?.group === "shell") return shellCall(use, snapshot, ground);
  return Array.isArray(use.args) ? listCall(use, ground) : objectCall(use, ground);
}

const NO_SPELLINGS: readonly Text[] = Object.freeze([]);
const NO_TOUCHES: readonly Touch[] = Object.freeze([]);
const NO_FIELDS: readonly NamedArgument[] = Object.freeze([]);
const NO_ARGUMENT: Argument = Object.freeze(anyOf([""]));

/** The part of a plain call; `fields_complete` is false where a name may hide among the arguments of a list. */
function plainPart(identity: Identity, args: Argument, fields_complete: boolean): ToolPart {
  return {
    kind: "tool",
    judged: "full",
    text: null,
    tool: identity.full,
    tool_forms: identity.forms,
    name: identity.name,
    server: identity.server,
    args,
    fields: NO_FIELDS,
    fields_complete,
    auto_edit: false,
    moves_value: identity.row !== null && identity.row.group === "money",
  };
}

function shellCall({ identity, args }: ToolUse, snapshot: Snapshot, ground: Ground): ToolParts {
  const field = identity.row?.command ?? "command";
  return shellParts({
    input: shellInput(args, field),
    field,
    plain: plainPart(identity, NO_ARGUMENT, true),
    ground,
    cwd: Array.isArray(args) ? null : workingDirectory(args as Fields),
    clusters: flagClusters(snapshot),
  });
}

/** One string is a script; several elements, or a list in the command field, are an argv. */
function shellInput(args: ToolUse["args"], field: string): string | readonly string[] | null {
  const value = Array.isArray(args)
    ? args.length === 1
      ? args[0]
      : args
    : Object.hasOwn(args, field)
      ? (args as Fields)[field]
      : null;
  if (typeof value === "string") return textOf(value, "/args", field);
  if (!Array.isArray(value) || !value.every((word) => typeof word === "string")) return null;
  return value.map((word) => textOf(word, "/args", field));
}

function workingDirectory(args: Fields): string | null {
  for (const key of ["workdir", "cwd", "directory", "dir_path", "working_directory"]) {
    const value = Object.hasOwn(args, key) ? args[key] : null;
    if (typeof value === "string" && value !== "") return textOf(value, "/args", key);
  }
  return null;
}

function listCall({ identity, args }: ToolUse, ground: Ground): ToolParts {
  const texts = listTexts(args as readonly unknown[]);
  const { row } = identity;
  if (row === null || (row.paths.length === 0 && row.fields.length === 0))
    return only(plainPart(identity, listArgument(texts), texts.length === 0));
  const leaves = texts.map<Leaf>((text, i) => ({ name: row.fields[i] ?? `${i}`, texts: [text], list: false }));
  const { part, touches } = described(leaves, row, { identity, ground });
  // A restriction of Radium's kind looks at every argument singly and at all of them joined.
  const forms = [...part.args.forms, ...listArgument(texts).exact].filter((text) => !part.args.exact.includes(text));
  return { ...only({ ...part, args: { ...part.args, forms: [...new Set(forms)] } }), touches };
}

function listTexts(args: readonly unknown[]): readonly string[] {
  const texts: string[] = [];
  for (let i = 0; i < args.length; i++) texts.push(textOf(args[i], "/args", i));
  return texts;
}

function objectCall({ identity, args }: ToolUse, ground: Ground): ToolParts {
  const leaves = leavesOf(args as Fields);
  const { row } = identity;
  if (row !== null && (row.paths.length > 0 || row.command !== null)) {
    const { part, touches } = described(leaves, row, { identity, ground });
    return { ...only(part), touches };
  }
  const texts = leaves.flatMap((each) => each.texts);
  const forms = [texts.join(" "), ...leaves.filter(({ list }) => list).map((each) => each.texts.join(" "))];
  const argument =
    texts.length === 0 ? NO_ARGUMENT : allOf(texts, { forms: forms.filter((form) => !texts.includes(form)) });
  return only({ ...plainPart(identity, argument, true), fields: leaves.map(plainField) });
}

function only(part: ToolPart): ToolParts {
  return { parts: [part], touches: NO_TOUCHES, spellings: NO_SPELLINGS };
}

interface Described {
  readonly part: ToolPart;
  readonly touches: readonly Touch[];
}

interface Place {
  readonly identity: Identity;
  readonly ground: Ground;
}

/** A tool whose row says which arguments are paths: patterns are about those. */
function described(leaves: readonly Leaf[], row: Tool, { identity, ground }: Place): Described {
  const isPath = ({ name }: Leaf): boolean => row.paths.includes(name);
  const fields = leaves.map((leaf) =>
    isPath(leaf) ? { name: leaf.name, ...pathArgument(leaf.texts, ground) } : plainField(leaf),
  );
  const patched = leaves
    .filter(({ name }) => row.group === "edit" && name === row.command)
    .flatMap(({ texts }) => texts.flatMap(patchedPaths));
  const paths = [...leaves.filter(isPath).flatMap(({ texts }) => texts), ...patched];
  const args = paths.length > 0 ? pathArgument(paths, ground) : withoutPath(leaves, row);
  const inside = paths.length > 0 && paths.every((path) => isInside(normalisePath(path), ground.workspace));
  const auto_edit = row.auto_edit && identity.server === null && inside && args.opaque === null;
  const part = { ...plainPart(identity, args, true), fields, auto_edit };
  return { part, touches: touchesOf(paths, row, identity.name) };
}

/** Tools that only read start from the current directory; for others a missing path is not known. */
function withoutPath(leaves: readonly Leaf[], row: Tool): Argument {
  if (row.paths.length === 0) return leaves.length === 0 ? NO_ARGUMENT : allOf(leaves.flatMap(({ texts }) => texts));
  if (row.group === "read") return allOf(["."]);
  return allOf([], { forms: leaves.flatMap(({ texts }) => texts), opaque: "the call names no path" });
}

const MOVERS: ReadonlySet<string> = new Set(["delete_file", "rename_path", "move_file"]);

function touchesOf(paths: readonly string[], { group }: Tool, name: string): readonly Touch[] {
  const use = group === "read" ? "read" : MOVERS.has(name) ? "move" : "write";
  return paths.map((path) => ({ path, use }));
}
