import { describe, expect, test } from "vitest";
import type { Snapshot, Tool } from "../kernel/rule.ts";
import { INPUT_NAMES } from "../policy/cedar/writ-schema.ts";
import { NO_SNAPSHOT } from "./record.ts";
import { FIELD_NAMES, toolRow } from "./tool-table.ts";

const OWN: Tool = {
  group: "other",
  capabilities: ["network"],
  fields: ["x"],
  paths: ["mirror"],
  command: "run",
  auto_edit: true,
};
const withRows = (tools: Snapshot["tools"]): Snapshot => ({ ...NO_SNAPSHOT, tools });

test("the schema that ships knows the arguments of every known tool", () => expect(INPUT_NAMES).toEqual(FIELD_NAMES));

describe("the row of a tool", () => {
  test("is the policy's own for a tool that is not known", () =>
    expect(toolRow(withRows({ deploy: OWN }), "deploy", null)).toBe(OWN));
  test("is none for a tool nobody described", () => expect(toolRow(NO_SNAPSHOT, "deploy", null)).toBeNull());
  test("of a server comes before that of the name", () =>
    expect(toolRow(withRows({ deploy: { ...OWN, command: null }, "ci/deploy": OWN }), "deploy", "ci")).toBe(OWN));

  test("of a known tool is united with the policy's: group and command stay", () => {
    const row = toolRow(withRows({ Bash: { ...OWN, capabilities: [] } }), "Bash", null);
    expect(row).toMatchObject({ group: "shell", command: "command", capabilities: ["process_exec"] });
  });
  test("of a known tool gains paths and capabilities, and its auto_edit is the policy's", () => {
    const row = toolRow(withRows({ write_file: { ...OWN, auto_edit: false } }), "write_file", null);
    expect(row?.paths).toEqual(expect.arrayContaining(["path", "file_path", "mirror"]));
    expect(row).toMatchObject({ group: "edit", capabilities: ["filesystem_write", "network"], auto_edit: false });
  });
  test("is found in any case, but then mode autoEdit does not know it", () => {
    expect(toolRow(NO_SNAPSHOT, "BASH", null)?.group).toBe("shell");
    expect(toolRow(NO_SNAPSHOT, "Write_File", null)).toMatchObject({ group: "edit", auto_edit: false });
  });
  test.each(["__proto__", "constructor", "toString"])("of `%s` is none", (name) =>
    expect(toolRow(withRows({}), name, null)).toBeNull(),
  );
});
