import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/command-table.ts";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

describe("the frame", () => {
  test("without a command says how to use it, on stderr", async () => {
    const { code, out, err } = await world.run([]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("writ COMMAND");
  });

  test.each([[["--help"]], [["-h"]], [["help"]]])("%j lists every command on stdout", async (words) => {
    const { code, out, err } = await world.run(words);
    expect([code, err]).toEqual([0, ""]);
    for (const { name, summary } of COMMANDS) {
      expect(out).toContain(name);
      expect(out).toContain(summary);
    }
  });

  test("every command loads, has help with every option, and an example that parses", async () => {
    for (const command of COMMANDS) {
      expect((await command.load()).run).toBeTypeOf("function");
      const { code, out } = await world.run([...command.name.split(" "), "--help"]);
      expect(code).toBe(0);
      for (const { name } of command.options) expect(out).toContain(`--${name}`);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const { line } of command.examples) expect(line.startsWith(command.name)).toBe(true);
    }
  });

  test("a group has help of its own", async () => {
    const { code, out } = await world.run(["ledger", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("ledger verify");
    expect(out).not.toContain("validate");
  });

  test.each([
    [["chekc"], "unknown command `chekc`; did you mean `check`?"],
    [["ledger", "verfy"], "unknown command `ledger verfy`; did you mean `verify`?"],
    [["ledger"], "`writ ledger` needs one of show, verify, audit, export, forget, prove"],
    [["list", "--jsno"], "unknown option `--jsno`; did you mean `--json`?"],
    [["list", "extra"], "unexpected argument `extra`"],
    [["check"], "which tool?"],
    [["--json", "list"], "options stand after the command"],
    [["x\u001b[31m"], "x\\x1b[31m"],
  ])("%j is wrong usage", async (words, message) => {
    const { code, out, err } = await world.run(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err).toContain("--help");
  });

  test("--version is that of the package", async () => {
    expect((await world.run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse((await world.run(["--version", "--json"])).out)).toEqual({ version: expect.any(String) });
  });

  test("an interrupt is exit 130", async () => {
    const stop = new AbortController();
    stop.abort("interrupted");
    expect((await world.run(["--help"], { stop: stop.signal })).code).toBe(130);
  });
});

test("writ demo goes as its story says, is recorded, and shows a tampered copy for what it is", async () => {
  const { code, out } = await world.run(["demo", "--json"]);
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const scenes = lines.slice(0, -3);
  expect(scenes.map(({ says, answer }) => [says, answer.decision])).toEqual(
    scenes.map(({ says, expect }) => [says, expect]),
  );
  expect(new Set(scenes.map(({ expect }) => expect))).toEqual(new Set(["allow", "ask", "deny"]));
  expect(scenes.map(({ answer }) => answer.entry.seq)).toEqual(scenes.map((_, i) => i + 2));
  expect(lines.slice(-3).map(({ report }) => report.ok)).toEqual([true, true, false]);
  expect(code).toBe(0);
});
