/** One life of a process, which may be killed in it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "vitest";

export interface Life {
  /** A directory with the package as it is built, which the process is given first. */
  readonly root: string;
  /** The program. */
  readonly child: string;
  readonly cwd: string;
}

/** Gives the lines it said. It is killed so long after it said the first thing, or not at all. */
export async function live(
  { root, child: program, cwd }: Life,
  words: readonly string[],
  killAfterMs: number | null,
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, join(root, "dist"), ...words], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const closed = once(child, "close");
  if (killAfterMs !== null) {
    await Promise.race([once(child.stdout, "data"), closed]);
    setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  }
  const [code, signal] = await closed;
  expect([code === 0 || signal === "SIGKILL", err]).toEqual([true, ""]);
  return out.split("\n");
}
