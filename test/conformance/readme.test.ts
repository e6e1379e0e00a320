/** What the README and the docstrings show is true: their policies load, their code compiles. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkPolicies, decide, loadPolicies } from "../../src/index.ts";

const README = readFileSync("README.md", "utf8");

describe("the README", () => {
  const [toml = ""] = blocks(README, "toml");

  it("shows a policy that loads without a warning", () => {
    expect(checkPolicies([{ name: "policy.toml", text: toml }]).diagnostics).toEqual([]);
  });

  it("shows the answer that its first command gives", () => {
    const line = "npm test && sudo sh -c 'rm -r -f /home'";
    const snapshot = loadPolicies([{ name: "policy.toml", text: toml }]);
    const { decision, deny_detail } = decide({ kind: "tool", tool: "run_terminal_cmd", args: [line] }, snapshot);
    expect(decision).toBe("deny");
    expect(README).toContain(`DENY  ${deny_detail}`);
  });
});

it("every example in the README and in the docstrings of the entries compiles", () => {
  const folder = mkdtempSync(join("test", "examples-"));
  try {
    const examples = [
      ...blocks(README, "ts"),
      ...docstringExamples("src/index.ts"),
      ...docstringExamples("src/engine.ts"),
    ];
    expect(examples.length).toBeGreaterThan(4);
    for (const [i, code] of examples.entries()) writeFileSync(join(folder, `example-${i}.ts`), complete(code));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    execFileSync("node_modules/.bin/tsc", ["-p", folder], { stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    throw new Error((error as { stdout?: string }).stdout ?? String(error));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const TSCONFIG = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    rootDir: "../..",
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
    paths: {
      "#sha256": ["../../src/sha256/node.ts"],
      writ: ["../../src/index.ts"],
      "writ/engine": ["../../src/engine.ts"],
    },
  },
  include: ["*.ts"],
};

/** An example with the imports and values that stand around it. */
function complete(code: string): string {
  const imports = code.includes("import ")
    ? ""
    : 'import { decide, loadPolicies, toRequest, type Snapshot } from "writ";\nimport { openEngine } from "writ/engine";\n';
  const declared = ["text: string", "snapshot: Snapshot"]
    .filter((value) => !code.includes(`const ${value.split(":")[0]} =`))
    .map((value) => `declare const ${value};\n`);
  const known = imports === "" ? declared.filter((line) => !line.includes("Snapshot")) : declared;
  return `${imports}${known.join("")}${code}\nexport {};\n`;
}

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, block]) => block as string,
  );
}

function docstringExamples(file: string): readonly string[] {
  const comments = readFileSync(file, "utf8").match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return comments
    .filter((comment) => comment.includes("@example"))
    .map((comment) => (comment.split("@example")[1] ?? "").replace(/^\s*\*\/?\s?/gm, "").replace(/\*\/$/, ""));
}
