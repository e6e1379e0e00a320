/** The package as it is built, in a directory of its own. */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** Emits what the build emits into `dist` of a new directory, and gives the directory; types are not a test's business. */
export function buildPackage(): string {
  const root = mkdtempSync(join(tmpdir(), "writ-built-"));
  const source = join(REPOSITORY, "src");
  const config = ts.readConfigFile(join(REPOSITORY, "tsconfig.json"), ts.sys.readFile).config;
  const wanted = { ...config.compilerOptions, module: "esnext", moduleResolution: "bundler" };
  const { options } = ts.convertCompilerOptionsFromJson(wanted, REPOSITORY);
  for (const name of ts.sys.readDirectory(source, [".ts"], ["**/*.test.ts"])) {
    const emitted = ts.transpileModule(ts.sys.readFile(name) ?? "", { compilerOptions: options, fileName: name });
    const target = join(root, "dist", relative(source, name)).replace(/ts$/, "js");
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, emitted.outputText);
  }
  cpSync(join(REPOSITORY, "package.json"), join(root, "package.json"));
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  return root;
}

/** The second step of the build, in such a directory. */
export function bundlePackage(root: string): void {
  execFileSync(process.execPath, [join(REPOSITORY, "tool/bundle.mjs")], { cwd: root });
}
