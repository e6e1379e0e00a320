/** The `[tools.NAME]` tables: what is known about a tool. */

import type { Tool } from "../kernel/rule.ts";
import { listOf, matching, readBoolean, readString, wordOf } from "./reader.ts";
import type { Read } from "./reading.ts";
import { tableOf, tableOfNames } from "./table.ts";

/** A value under a name that the file chose. */
export type Named<T> = readonly (readonly [name: string, value: T])[];

/** `NAME` or `SERVER/NAME`, as calls may name a tool. */
export const readToolName: Read<string> = matching(/^(?:[A-Za-z_][A-Za-z0-9_.:-]{0,127}(?:\/(?!$)|$)){1,2}$/, {
  code: "value.tool_name",
  message: "no tool can have this name",
  help: 'write `NAME`, or `"SERVER/NAME"` in quotes',
  on: "key",
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
