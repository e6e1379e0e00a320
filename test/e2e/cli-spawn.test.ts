import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "./built.ts";

let root = "";
let main = "";
let cwd = "";
beforeAll(() => {
  root = buildPackage();
  cwd = join(root, "work");
  main = join(root, "dist/cli/main.js");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "policy.toml"), '[[rules]]\naction = "allow"\ntool_pattern = "read_*"\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const CALL = '{"kind":"tool","tool":"read_file","args":["a"]}\n';

const writ = (words: readonly string[], input = "") =>
  spawnSync(process.execPath, [main, ...words], { cwd, input, encoding: "utf8" });

const start = (words: readonly string[]): ChildProcess => spawn(process.execPath, [main, ...words], { cwd });

/** Resolves to exit code and stderr. */
async function end(child: ChildProcess): Promise<readonly [code: number | null, err: string]> {
  const err: string[] = [];
  child.stderr?.on("data", (chunk) => err.push(String(chunk)));
  const [code] = await once(child, "close");
  return [code, err.join("")];
}

describe("the built command", { timeout: 20_000 }, () => {
  test("answers by its exit code", () => {
    expect(writ(["check", "read_file", "a"]).status).toBe(0);
    expect(writ(["check", "write_file", "a"]).status).toBe(3);
    expect(writ(["nonsense"]).status).toBe(2);
  });

  test("loads neither database nor policy for its help", () => {
    const loaded = spawnSync(process.execPath, ["--experimental-default-type=module", main, "--help"], {
      cwd,
      env: { ...process.env, NODE_DEBUG: "esm" },
      encoding: "utf8",
    });
    expect(loaded.stdout).toContain("writ COMMAND");
    expect(loaded.stderr).not.toMatch(/libsql|smol-toml/);
  });

  test("decides a long stream with the memory of a short one", async () => {
    const child = spawn(process.execPath, ["--max-old-space-size=40", main, "decide"], { cwd });
    const finished = end(child);
    let answers = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 0x0a) answers += 1;
    });
    const block = CALL.repeat(1000);
    for (let i = 0; i < 60; i++) if (!child.stdin.write(block)) await once(child.stdin, "drain");
    child.stdin.end();
    expect(await finished).toEqual([0, ""]);
    expect(answers).toBe(60_000);
  });

  test("answers a line before the next one comes", async () => {
    const child = start(["decide"]);
    const finished = end(child);
    child.stdin?.write(CALL);
    const [chunk] = await once(child.stdout as NodeJS.ReadableStream, "data");
    expect(JSON.parse(String(chunk)).decision).toBe("allow");
    child.stdin?.end();
    expect((await finished)[0]).toBe(0);
  });

  test("ends quietly when nobody reads on", async () => {
    const child = start(["decide"]);
    const finished = end(child);
    child.stdin?.on("error", () => {});
    child.stdin?.write(CALL.repeat(20_000));
    await once(child.stdout as NodeJS.ReadableStream, "data");
    child.stdout?.destroy();
    child.stdin?.write(CALL.repeat(20_000));
    expect(await finished).toEqual([0, ""]);
  });

  test("a decision that nobody reads still has its exit code", () => {
    const ran = spawnSync("bash", ["-c", `"${process.execPath}" "${main}" check write_file a >&-; echo $?`], {
      cwd,
      encoding: "utf8",
    });
    expect(ran.stdout).toBe("3\n");
  });

  test("a full disk is an internal error, not an answer", () => {
    const ran = spawnSync("bash", ["-c", `"${process.execPath}" "${main}" check read_file a > /dev/full; echo $?`], {
      cwd,
      encoding: "utf8",
    });
    expect(ran.stdout).toBe("70\n");
  });

  test("an interrupt is exit 130, after what was answered", async () => {
    const child = start(["decide"]);
    const finished = end(child);
    child.stdin?.write(CALL);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    child.kill("SIGINT");
    expect(await finished).toEqual([130, ""]);
  });

  test("an interrupted ledger is signed and whole", async () => {
    const child = start(["decide", "--state", "state/writ.db"]);
    const finished = end(child);
    child.stdin?.write(CALL);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    child.kill("SIGINT");
    expect(await finished).toEqual([130, ""]);
    const ran = writ(["ledger", "audit", "--state", "state/writ.db", "--json"]);
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([0, { ok: true, decisions: { repeated: 1 } }]);
  });
});
