import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../kernel/diagnostic.ts";
import { sha256 } from "../sha256/node.ts";
import { checkPolicies } from "./load.ts";

interface BadPolicy {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly Pick<Diagnostic, "severity" | "code" | "line" | "column">[];
}

const VECTORS: URL = new URL("../../vectors/policy/bad/", import.meta.url);
const ports = {
  sha256,
  judge: (): never => {
    throw new Error("no vector has examples");
  },
};

for (const file of readdirSync(VECTORS).filter((name) => name.endsWith(".json"))) {
  const cases: readonly BadPolicy[] = JSON.parse(readFileSync(new URL(file, VECTORS), "utf8"));
  describe(`bad policies of ${file}`, () => {
    it.each(cases)("$name", ({ file: name, text, diagnostics }) => {
      const checked = checkPolicies([{ name, text }], {}, ports);
      const found = checked.diagnostics.map(({ severity, code, line, column }) => ({ severity, code, line, column }));
      expect(found).toEqual(diagnostics);
      expect(checked.snapshot === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
      for (const { file: named, message } of checked.diagnostics) {
        expect(named).toBe(name);
        expect(message).toMatch(/^[^A-Z\n][^\n]*$/);
      }
    });
  });
}
