import { describe, expect, test } from "vitest";
import { administration, writWords } from "./administration.ts";

describe("the words behind writ", () => {
  test.each([
    ["writ check x", ["check", "x"]],
    ["/usr/bin/writ reload", ["reload"]],
    ["npx -y writ reload", ["reload"]],
    ["npx -p writ writ reload", ["reload"]],
    ["npm exec --package=writ -- writ reload", ["reload"]],
    ["corepack pnpm writ@1 reload", ["reload"]],
    ["node --import x dist/cli/main.js freeze", ["freeze"]],
    ["deno run npm:writ freeze", ["freeze"]],
    ["writ", []],
    ["npm view writ version", null],
    ["cat docs/writ.md", null],
    ["man writ", null],
    ["writer x", null],
  ])("%j: %j", (line, words) => expect(writWords(line)).toEqual(words));

  test("are found in linear time", () => expect(writWords(`npx ${"-- ".repeat(100_000)}`)).toBeNull());
});

describe("administration", () => {
  test.each([
    "writ check x",
    "writ ledger verify",
    "writ approvals list",
    "writ approvals show d-1",
    "writ approvers list",
    "writ",
    "ls",
  ])("%j is none", (line) => expect(administration([line])).toBeNull());
  test.each([
    "writ reload",
    "writ ledger repair",
    "writ approvals grant",
    "writ init --force",
    "writ approvals approve d-1",
    "npx writ approvals refuse d-1",
    "writ approvals withdraw d-1",
    "writ approvers add eve",
    "writ approvers remove bob",
  ])("%j is", (line) => expect(administration([line])?.code).toBe("policy.protected"));
});
