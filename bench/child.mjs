/** Measurements in processes of their own. */

import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The address of a file of the built package; WRIT_DIST names another build, with a slash at its end. */
export const dist = (path) => new URL(path, process.env.WRIT_DIST ?? new URL("../dist/", import.meta.url));

/** Runs `script` of this folder in a new process and resolves to the JSON of its last line; rejects with its error. */
export function inChild(script, args) {
  const argv = ["--expose-gc", join(here, script), ...args.map(String)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error !== null)
        return reject(new Error(`${script} ${args.join(" ")}: ${lastError(stderr) ?? error.message}`));
      resolve(JSON.parse(stdout.trimEnd().split("\n").at(-1)));
    });
  });
}

/** Wall milliseconds of `node ARGS`; throws when it ends with a status other than those expected. */
export function timeNode(args, { cwd = here, statuses = [0] } = {}) {
  const start = performance.now();
  const ended = spawnSync(process.execPath, args, { cwd, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  const ms = performance.now() - start;
  if (statuses.includes(ended.status)) return ms;
  throw new Error(`node ${args.join(" ")}: status ${ended.status}, ${lastError(ended.stderr) ?? "no message"}`);
}

/** Calls `work(folder)` with a new folder on disk (WRIT_BENCH_DIR or the temporary one) that is removed afterwards. */
export async function inFolder(work) {
  const folder = mkdtempSync(join(process.env.WRIT_BENCH_DIR ?? tmpdir(), "writ-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes of the heap and of what it holds outside, after a full collection; needs --expose-gc. */
export function heldBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function lastError(stderr) {
  const lines = stderr.split("\n").filter((line) => line !== "");
  return lines.find((line) => /Error|^writ/.test(line)) ?? lines.at(-1);
}
