import { expect, test } from "vitest";
import { plain } from "./colour.ts";
import { alignedTable, pairLines, tabbedTable } from "./table.ts";

const TABLE = {
  head: ["NAME", "EFFECT"],
  rows: [
    ["a longer name", "deny"],
    ["b", ""],
  ],
};

test("columns are as wide as their widest cell, and no line ends in blanks", () => {
  expect(alignedTable(TABLE, plain)).toBe("NAME           EFFECT\na longer name  deny\nb\n");
});

test("a pipe gets every cell, empty ones too", () => {
  expect(tabbedTable(TABLE)).toBe("NAME\tEFFECT\na longer name\tdeny\nb\t\n");
});

test("pairs stand below each other", () => {
  expect(
    pairLines(
      [
        ["rule", "x"],
        ["source", "y"],
      ],
      plain,
    ),
  ).toBe("  rule    x\n  source  y\n");
});
