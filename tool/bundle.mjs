/**
 * Second step of the build: each entry and what only it needs becomes one file, so that importing Writ opens a few files
 * and not a hundred. The compiled modules stay beside them, with their types.
 */
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { rolldown } from "rolldown";

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
// smol-toml stands in the way of every policy: it goes into the bundle, with its licence notice.
const apart = Object.keys(dependencies).filter((name) => name !== "smol-toml");
// The hash and the YAML parser differ between Node and a browser; what is left out of a small build comes from the modules beside.
const external = [/^node:/, /^#(sha256|yaml)$/, ...apart.map((name) => new RegExp(`^${name}(/|$)`))];

rmSync("dist/bundle", { recursive: true, force: true });
const bundle = await rolldown({
  input: { index: "dist/index.js", engine: "dist/engine.js", "cli/main": "dist/cli/main.js" },
  external,
  platform: "node",
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
      { name: "core", test: /dist\/(kernel|policy|intent|sha256)\/|dist\/index.js$|smol-toml/ },
      { name: "durable", test: /dist\/(engine|ledger)\// },
    ],
  },
});
await bundle.close();
chmodSync("dist/cli/main.js", 0o755);
linkCommand();

/** Lets `npx writ` find the command of this checkout at once, without installing the checkout somewhere else first. */
function linkCommand() {
  if (process.platform === "win32" || !existsSync("node_modules/.bin")) return;
  rmSync("node_modules/.bin/writ", { force: true });
  symlinkSync("../../dist/cli/main.js", "node_modules/.bin/writ");
}
