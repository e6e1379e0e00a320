import fs from "node:fs";
import { expect, test } from "vitest";
import { parseRequirement } from "../kernel/requirement-parse.ts";

test("the examples that open the page on approvals are requirements", () => {
  const page = fs.readFileSync(new URL("../../docs/spec/approval.md", import.meta.url), "utf8");
  const examples = page.slice(0, page.indexOf("A requirement says")).match(/^ {4}.+$/gm) ?? [];
  expect(examples).toHaveLength(3);
  for (const example of examples) expect(parseRequirement(example)).toMatchObject({ ok: true });
});
