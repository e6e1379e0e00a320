import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/command-table.ts";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

const SHELLS = ["bash", "zsh", "fish", "pwsh"];

const scriptOf = async (shell: string): Promise<string> => (await world.run(["completion", shell])).out;

const exists = (program: string): boolean => spawnSync(program, ["-c", "exit 0"]).status === 0;

describe("writ completion", () => {
  test.each(SHELLS)("%s knows every command and option", async (shell) => {
    const script = await scriptOf(shell);
    for (const { name, options } of COMMANDS) {
      for (const word of name.split(" ")) expect(script).toContain(word);
      for (const option of options) expect(script).toContain(option.name);
    }
  });

  test.each(["bash", "zsh", "fish"].filter(exists))("%s accepts its script", async (shell) => {
    execFileSync(shell, ["-n"], { input: await scriptOf(shell) });
  });

  test("knows its shells", async () => {
    expect((await world.run(["completion", "bahs"])).err).toContain("did you mean `bash`?");
    expect((await world.run(["completion"])).code).toBe(2);
  });
});

describe.runIf(exists("bash"))("in bash", () => {
  async function complete(...words: readonly string[]): Promise<string[]> {
    const list = words.map((word) => `'${word}'`).join(" ");
    const ask = `COMP_WORDS=(writ ${list}); COMP_CWORD=${words.length}; _writ; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync("bash", ["-c", `${await scriptOf("bash")}\n${ask}`], {
      cwd: world.root,
      encoding: "utf8",
    });
    return out.split("\n").filter((line) => line !== "");
  }

  test.each([
    [["val"], ["validate"]],
    [["ledger", "ver"], ["verify"]],
    [["list", "--v"], ["--verbose"]],
    [["ledger", "prove", "--st"], ["--state"]],
    [["init", "--preset", "pay"], ["payments"]],
    [["completion", "z"], ["zsh"]],
  ])("%j is completed", async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  test("paths are completed where a path belongs", async () => {
    world.write("calls.ndjson", "");
    expect(await complete("decide", "cal")).toContain("calls.ndjson");
    expect(await complete("check", "--policy", "cal")).toContain("calls.ndjson");
  });
});
