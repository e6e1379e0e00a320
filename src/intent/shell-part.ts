/** A shell call as parts: the whole line, each simple command, and each file a redirect writes. */

import { shell } from "#on-demand";
import type { Argument, NamedArgument, Text, ToolPart } from "../kernel/request.ts";
import { allOf } from "./argument.ts";
import { type Ground, isInsideGround, pathArgument } from "./path-argument.ts";
import type { ShellAnalysis, ShellCommand, ShellStart, Touch } from "./shell/analysis.ts";
import type { ShellInput } from "./shell-call.ts";
import { writerOf } from "./tool-table.ts";

export interface ShellLine {
  /** A script, or the words of a command; null when the call carries none. */
  readonly input: ShellInput | null;
  /** Name of the field that holds it. */
  readonly field: string;
  /** The part as it would be without its arguments. */
  readonly plain: ToolPart;
  readonly ground: Ground;
  /** What the call says of it besides. */
  readonly start: ShellStart;
  readonly clusters: readonly string[];
}

export interface ShellParts {
  readonly parts: readonly ToolPart[];
  readonly touches: readonly Touch[];
  /** Every spelling of every command, for the guard of Writ's own administration. */
  readonly spellings: readonly Text[];
}

export function shellParts(line: ShellLine): ShellParts {
  if (line.input === null) return unknownLine(line, "the call carries no command");
  const analysis = shell().analyseShell(line.input, { clusters: line.clusters, start: line.start });
  const parts = [...wholeLine(line, analysis), ...analysis.commands.flatMap((command) => commandParts(line, command))];
  return {
    parts,
    touches: analysis.commands.flatMap(({ touches }) => touches),
    spellings: analysis.commands.flatMap(({ exact, forms, filled }) => [...exact, ...forms, ...(filled ?? [])]),
  };
}

function unknownLine(line: ShellLine, why: string): ShellParts {
  return { parts: [unknownPart(line, why)], touches: [], spellings: [] };
}

/** A command of which nobody knows what it is. */
export function unknownPart({ plain, field }: Pick<ShellLine, "plain" | "field">, why: string): ToolPart {
  const argument = allOf([], { opaque: why });
  return { ...plain, args: argument, fields: [{ name: field, ...argument }] };
}

/**
 * Deny and ask rules see the line as a whole too; an allow of the whole line only hides what comes after it. A line that
 * is one plain command is that command and nothing more; a line that is not understood, or has no command, is judged as
 * one that no allow with argument conditions can cover.
 */
function wholeLine(line: ShellLine, { forms, opaque, commands }: ShellAnalysis): readonly ToolPart[] {
  if (opaque === null && commands.length === 1 && commands[0]?.writes.length === 0) return [];
  const raw = typeof line.input === "string" ? line.input : (line.input ?? []).join(" ");
  const argument = allOf([raw], { forms: forms.filter((form) => form !== raw), opaque });
  const full = opaque !== null || commands.length === 0;
  return [part(line, argument, { judged: full ? "full" : "restrict", text: null })];
}

function commandParts(
  line: ShellLine,
  { text, exact, forms, doubt, opaque, writes }: ShellCommand,
): readonly ToolPart[] {
  const plain = allOf([...exact, ...forms]);
  const argument = { ...plain, exact, forms, doubt, opaque };
  return [part(line, argument, { judged: "full", text }), ...writes.map((path) => redirect(line, text, path))];
}

function part({ plain, field }: ShellLine, args: Argument, how: Pick<ToolPart, "judged" | "text">): ToolPart {
  const named: NamedArgument = { name: field, ...args };
  return { ...plain, ...how, args, fields: [named], fields_complete: true };
}

/** A file written by the shell is judged as if an edit tool wrote it. */
function redirect({ plain, ground }: ShellLine, text: string, path: Text): ToolPart {
  const tool = writerOf(plain.name);
  const args = typeof path === "string" ? pathArgument([path], ground) : allOf([path], { forms: [path] });
  return {
    kind: "tool",
    judged: "beside",
    text: `${text} > ${typeof path === "string" ? path : path.join("…")}`,
    tool,
    tool_forms: [tool.toLowerCase()],
    name: tool,
    server: null,
    args,
    fields: [
      { name: "path", ...args },
      { name: "file_path", ...args },
    ],
    fields_complete: true,
    auto_edit: typeof path === "string" && isInsideGround(path, ground),
    moves_value: false,
  };
}
