import { expect, test } from "vitest";
import { policyNameKind } from "./policy-name.ts";

test.each([
  ["policy.toml", "policy"],
  ["10-admin.json", "policy"],
  ["writ.toml", "ignored"],
  ["policy.test.toml", "ignored"],
  [".hidden.toml", "ignored"],
  ["README.md", "ignored"],
  ["calls.jsonl", "ignored"],
  ["calls.ndjson", "ignored"],
  ["page.html", "ignored"],
  ["toml", "ignored"],
  ["notes.txt", "ignored"],
  ["policy.tml", "lookalike"],
  ["policy.tolm", "lookalike"],
  ["POLICY.TOML", "lookalike"],
  ["policy.toml.bak", "lookalike"],
  ["policy.toml.txt", "lookalike"],
  ["policy.toml~", "lookalike"],
  ["policy.yaml", "policy"],
  ["policy.yml", "policy"],
  ["policy.yamll", "lookalike"],
  ["policy.test.yaml", "ignored"],
  ["policy.cedar", "policy"],
])("`%s` is %s", (name, kind) => {
  expect(policyNameKind(name)).toBe(kind);
});
