/** The package as Node gets it, bundled and loaded part by part, and as everybody else does: they answer alike. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { buildPackage, bundlePackage } from "./built.ts";

const root = buildPackage();
bundlePackage(root);
afterAll(() => rmSync(root, { recursive: true }));

const PROGRAM = `
import { decide, loadPolicies, PolicyError } from "writ";
import { openEngine } from "writ/engine";
const toml = \`[[rules]]\\naction = "allow"\\ntool_pattern = "run_terminal_cmd"\\narg_pattern = "git status*"\\n\`;
const rules = loadPolicies([{ name: "a.toml", text: toml }]);
const call = (command) => ({ kind: "tool", tool: "run_terminal_cmd", args: { command } });
const engine = await openEngine({ policies: { files: rules.sources, diagnostics: [] }, state: "memory" });
const cedar = loadPolicies([{ name: "a.cedar", text: "permit (principal, action, resource);" }]);
let refused = false;
try { loadPolicies([{ name: "a.cedar", text: "permit" }]); } catch (error) { refused = error instanceof PolicyError; }
console.log(JSON.stringify({
  entry: import.meta.resolve("writ").slice(${JSON.stringify(`file://${root}`)}.length),
  shell: ["git status", "git status && make"].map((line) => decide(call(line), rules).decision),
  engine: (await engine.decide(call("git status"))).decision,
  cedar: decide(call("git status"), cedar).decision,
  yaml: loadPolicies([{ name: "a.yaml", text: "approval_mode: yolo" }]).mode,
  refused,
}));
await engine.close();
`;

function answers(...flags: string[]): unknown {
  const file = join(root, "program.mjs");
  writeFileSync(file, PROGRAM);
  return JSON.parse(execFileSync(process.execPath, [...flags, file], { encoding: "utf8" }));
}

const ALIKE = { shell: ["allow", "ask"], engine: "allow", cedar: "allow", yaml: "yolo", refused: true };

it("gives Node the bundle, whose parts are loaded when they are asked for", () => {
  expect(answers()).toEqual({ entry: "/dist/bundle/index.js", ...ALIKE });
});

it("gives everybody else the modules, which import everything", () => {
  expect(answers("--no-addons")).toEqual({ entry: "/dist/index.js", ...ALIKE });
});

it("has no character in a bundle that would double its size in memory", () => {
  const folder = join(root, "dist/bundle");
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
  for (const text of files) expect(text).toMatch(/^[\0-\x7f]*$/);
});
