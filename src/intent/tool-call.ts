/** A tool call as parts of a request. */

import type { Argument, NamedArgument, Text, ToolPart } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { allOf, anyOf, type Leaf, leavesOf, listArgument, otherThan, plainField, textOf } from "./argument.ts";
import { type Fields, invalid, isRecord } from "./call.ts";
import { describeFiles, rowlessTouches } from "./file-call.ts";
import type { Identity } from "./identity.ts";
import type { Ground, Resolve } from "./path-argument.ts";
import type { Touch } from "./shell/analysis.ts";
import { besidesCommand, leavesBeside, shellInput } from "./shell-call.ts";
import { flagClusters } from "./shell-hint.ts";
import { type ShellLine, shellParts, unknownPart } from "./shell-part.ts";
import { shellStart } from "./shell-start.ts";

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
  const leaves = leavesBeside(args, field);
  const plain = plainPart(identity, NO_ARGUMENT, true);
  const clusters = flagClusters(snapshot);
  const line: Omit<ShellLine, "input"> = { field, plain, ground, start: shellStart(leaves, ground), clusters };
  const heard = shellParts({ ...line, input: shellInput(args, field) });
  const { why, inputs } = besidesCommand(args, leaves, field);
  if (why === null) return heard;
  const all = [heard, ...inputs.map((input) => shellParts({ ...line, input }))];
  return {
    parts: [...heard.parts, unknownPart(line, why)],
    touches: all.flatMap(({ touches }) => touches),
    spellings: all.flatMap(({ spellings }) => spellings),
  };
}

function listCall({ identity, args }: ToolUse, ground: Ground): ToolParts {
  const texts = listTexts(args as readonly unknown[]);
  const { row } = identity;
  if (row === null || (row.paths.length === 0 && row.fields.length === 0))
    return only(plainPart(identity, listArgument(texts), texts.length === 0));
  const leaves = texts.map<Leaf>((text, i) => ({ name: row.fields[i] ?? `${i}`, texts: [text], list: false }));
  const { touches, ...files } = describeFiles(leaves, row, { identity, ground });
  // A restriction of Radium's kind looks at every argument singly and at all of them joined.
  const joined = otherThan(listArgument(texts).exact, files.args.exact);
  const forms = [...new Set([...files.args.forms, ...joined])];
  return only({ ...plainPart(identity, files.args, true), ...files, args: { ...files.args, forms } }, touches);
}

function listTexts(args: readonly unknown[]): readonly string[] {
  // The commonest list by far, without the room that a list keeps to grow.
  if (args.length === 1) return [textOf(args[0], "/args", 0)];
  const texts: string[] = [];
  for (let i = 0; i < args.length; i++) texts.push(textOf(args[i], "/args", i));
  return texts;
}

function objectCall({ identity, args }: ToolUse, ground: Ground): ToolParts {
  const leaves = leavesOf(args as Fields);
  const { row } = identity;
  if (row !== null && (row.paths.length > 0 || row.command !== null)) {
    const { touches, ...files } = describeFiles(leaves, row, { identity, ground });
    return only({ ...plainPart(identity, files.args, true), ...files }, touches);
  }
  const texts = leaves.flatMap((each) => each.texts);
  const forms = [texts.join(" "), ...leaves.filter(({ list }) => list).map((each) => each.texts.join(" "))];
  const argument = texts.length === 0 ? NO_ARGUMENT : allOf(texts, { forms: otherThan(forms, texts) });
  return only(
    { ...plainPart(identity, argument, true), fields: leaves.map(plainField) },
    rowlessTouches(leaves, identity),
  );
}

function only(part: ToolPart, touches: readonly Touch[] = NO_TOUCHES): ToolParts {
  return { parts: [part], touches, spellings: NO_SPELLINGS };
}
