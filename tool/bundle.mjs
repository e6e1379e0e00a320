/**
 * Second step of the build: each entry and what only it needs becomes one file, so that importing Writ opens a few files
 * and not a hundred. The compiled modules stay beside them, with their types, for bundlers and for whoever is no Node.
 */
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { rolldown } from "rolldown";

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
// smol-toml stands in the way of every policy: it goes into the bundle, with its licence notice.
const apart = Object.keys(dependencies).filter((name) => name !== "smol-toml");
const external = [/^node:/, ...apart.map((name) => new RegExp(`^${name}(/|$)`))];

const ENTRIES = {
  "bundle/index": "dist/index.js",
  "bundle/engine": "dist/engine.js",
  "cli/main": "dist/cli/main.js",
  // These are loaded on demand.
  "bundle/cedar": "dist/policy/cedar/language.js",
  "bundle/typed": "dist/kernel/typed.js",
  "bundle/aprp": "dist/intent/aprp-request.js",
  "bundle/explain": "dist/kernel/explain.js",
  "bundle/shell": "dist/intent/shell/analyse.js",
};

const common = {
  external,
  platform: "node",
  resolve: { conditionNames: ["bundled", "node", "import", "default"] },
};

// What the library is made of, and what typed values need beside it: each of the two is one file.
const CORE = await modulesOf("dist/index.js");
const TYPED = await modulesOf("dist/kernel/typed.js");

rmSync("dist/bundle", { recursive: true, force: true });
const bundle = await rolldown({
  ...common,
  input: ENTRIES,
  plugins: [{ name: "ascii", generateBundle: (_, files) => Object.values(files).forEach(escapeBeyondAscii) }],
});
await bundle.write({
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "bundle/[name]-[hash].js",
  // V8 reads every character before the first decision: no comments, which the types keep, and short names inside of
  // functions. The names of the functions stay, for they are what a stack trace shows.
  minify: { compress: false, mangle: { toplevel: false }, codegen: { removeWhitespace: true } },
  // Opening a file costs more than the code in it that is not needed.
  codeSplitting: {
    groups: [
      { name: "core", test: (id) => CORE.has(id), priority: 2 },
      { name: "values", test: (id) => TYPED.has(id), priority: 1 },
      { name: "durable", test: /dist\/(engine|ledger)\// },
    ],
  },
});
await bundle.close();
chmodSync("dist/cli/main.js", 0o755);
linkCommand();

/** The files that an entry imports, and what those do. */
async function modulesOf(input) {
  const bundle = await rolldown({ ...common, input });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return new Set(output.flatMap(({ moduleIds = [] }) => moduleIds));
}

/** V8 reads a text of one byte a character faster; other characters stand in texts and patterns only. */
function escapeBeyondAscii(file) {
  if (/String\.raw`[^`]*[^\0-\x7f]/.test(file.code)) throw new Error(`${file.fileName}: a raw text cannot be escaped`);
  file.code = file.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Lets `npx writ` find the command of this checkout at once, without installing the checkout somewhere else first. */
function linkCommand() {
  if (process.platform === "win32" || !existsSync("node_modules/.bin")) return;
  rmSync("node_modules/.bin/writ", { force: true });
  symlinkSync("../../dist/cli/main.js", "node_modules/.bin/writ");
}
