/** The `[tools.NAME]` tables: what is known about a tool. */

import type { Tool } from "../kernel/rule.ts";
import { listOf, matching, readBoolean, readString, wordOf } from "./reader.ts";
import type { Read } from "./reading.ts";
import { tableOf, tableOfNames } from "./table.ts";

/** A value under a name that the file chose. */
export type Named<T> = readonly (readonly [name: string, value: T])[];

// Calls that name anything else are malformed (docs/spec/request.md).
const TOOL_NAME = /^(?:[A-Za-z_][A-Za-z0-9_.:-]{0,127}\/)?[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

/** A tool as the key of a table: `NAME` or `SERVER/NAME`. */
export const readToolName: Read<string> = matching(TOOL_NAME, {
  code: "value.tool_name",
  message: "no tool can have this name",
  help: 'write `NAME`, or `"SERVER/NAME"` in quotes',
  on: "key",
});

/** A tool or server as a value: exactly this one. */
export const readExactName: Read<string> = matching(TOOL_NAME, {
  code: "value.tool_name",
  message: "no tool or server can have this name",
  help: "names are exact; `tool_pattern` takes a glob",
});

const readNames = listOf(readString);

const readRow = tableOf<Tool>("tools", {
  group: wordOf<Tool["group"]>({
    shell: "shell",
    edit: "edit",
    read: "read",
    network: "network",
    money: "money",
    other: "other",
  }),
  capabilities: readNames,
  fields: readNames,
  paths: readNames,
  command: readString,
  auto_edit: readBoolean,
});

const readTool: Read<Tool> = (value, pointer, reading) => {
  const row = readRow(value, pointer, reading);
  if (row === undefined) return;
  const { group = "other", capabilities = [], fields = [], paths = [], command = null } = row;
  return { group, capabilities, fields, paths, command, auto_edit: row.auto_edit ?? group === "edit" };
};

export const readTools: Read<Named<Tool>> = tableOfNames(readToolName, readTool);
