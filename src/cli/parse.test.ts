import { describe, expect, test } from "vitest";
import type { Command } from "./command.ts";
import { parse } from "./parse.ts";

const rest: Command = {
  name: "check",
  summary: "",
  usage: "TOOL [ARG…]",
  positionals: [{ name: "TOOL" }],
  accepts: "rest",
  options: [
    { name: "json", summary: "" },
    { name: "state", value: "FILE", summary: "" },
    { name: "policy", value: "PATH", repeatable: true, summary: "" },
    { name: "mode", value: "M", choices: ["fast", "slow"], summary: "" },
  ],
  examples: [],
  load: () => Promise.reject(new Error("not loaded")),
};

const none: Command = {
  ...rest,
  name: "list",
  accepts: "none",
  options: [{ name: "verbose", short: "v", summary: "" }],
};
const shell: Command = { ...none, accepts: "one", positionals: [{ name: "SHELL", choices: ["bash", "zsh"] }] };

const read = (command: Command, line: string) => {
  const { options, positionals } = parse(
    command,
    line.split(" ").filter((word) => word !== ""),
  );
  return { ...Object.fromEntries(options), _: positionals };
};

describe("a command line", () => {
  test.each([
    ["--json tool a", { json: [""], _: ["tool", "a"] }],
    ["tool a --json", { json: [""], _: ["tool", "a"] }],
    ["tool -rf a --unknown", { _: ["tool", "-rf", "a", "--unknown"] }],
    ["tool -h --help", { _: ["tool", "-h", "--help"] }],
    ["tool -- --json", { _: ["tool", "--json"] }],
    ["--state=x tool", { state: ["x"], _: ["tool"] }],
    ["tool --state x --policy=a --policy b", { state: ["x"], policy: ["a", "b"], _: ["tool"] }],
    ["-- --json", { _: ["--json"] }],
    ["- x", { _: ["-", "x"] }],
  ])("`%s` is understood", (line, expected) => {
    expect(read(rest, line)).toEqual(expected);
  });

  test("a short option stands for its long form", () => {
    expect(read(none, "-v")).toEqual({ verbose: [""], _: [] });
  });

  test.each([
    [rest, "--jsno tool", "unknown option `--jsno`; did you mean `--json`?"],
    [rest, "-x tool", "unknown option `-x`"],
    [rest, "--state", "`--state` needs a value: `--state=FILE`"],
    [rest, "--state --json tool", "`--state` needs a value: `--state=FILE`"],
    [rest, "--state= tool", "`--state` needs a value: `--state=FILE`"],
    [rest, "--state a --state b", "`--state` is given twice"],
    [rest, "--json=1 tool", "`--json` takes no value"],
    [rest, "--mode fats", "`--mode` is one of fast, slow, not `fats`; did you mean `fast`?"],
    [none, "what", "unexpected argument `what`"],
    [shell, "zhs", "SHELL is one of bash, zsh, not `zhs`; did you mean `zsh`?"],
    [shell, "bash zsh", "unexpected argument `zsh`"],
  ])("is refused", (command, line, message) => {
    expect(() => read(command, line)).toThrow(new RegExp(`^${message.replaceAll(/[?[\].*]/g, "\\$&")}$`));
  });
});
