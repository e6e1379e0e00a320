/** Time grows with the size of a call, whatever it is made of. */

import { describe, expect, test } from "vitest";
import { decide, loadPolicies, toRequest } from "../../src/index.ts";

const SNAPSHOT = loadPolicies([
  {
    name: "policy.toml",
    text: `
approval_mode = "ask"
include = ["builtin:agent-baseline"]

[[rules]]
action = "deny"
tool_pattern = "*"
arg_pattern = "*secret*key*"

[[rules]]
action = "allow"
tool_pattern = "write_*"
arg_pattern = "src/**"

[[rules]]
action = "allow"
tool = "write_file"
args = { path = "src/*", amount = { max = "100" } }
`,
  },
  {
    name: "a.cedar",
    text: `permit (principal, action, resource) when { context has x && context.x.contains("a") };
forbid (principal, action, resource) when { context.text like "*a*b*c*" };`,
  },
]);

const FACTS = { at: "2026-11-20T12:00:00.000Z" };
const SHORT = 1000;
const STEPS = 16;

const many = <T>(length: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => make(index));
const named = (length: number, value: (index: number) => unknown) =>
  Object.fromEntries(many(length, (index) => [`k${index}`, value(index)]));
const tool = (name: string, args: unknown) => ({ kind: "tool", tool: name, args });
const access = (context: object) => ({
  kind: "access",
  subject: { type: "User", id: "a" },
  action: { name: "r" },
  resource: { type: "R", id: "b" },
  context,
});

const SHAPES: readonly (readonly [string, (size: number) => unknown])[] = [
  [
    "arguments",
    (n) =>
      tool(
        "write_file",
        many(n, (i) => `src/a${i}`),
      ),
  ],
  [
    "equal arguments",
    (n) =>
      tool(
        "write_file",
        many(n, () => "src/a"),
      ),
  ],
  [
    "arguments of a shell",
    (n) =>
      tool(
        "run_terminal_cmd",
        many(n, (i) => `a${i}`),
      ),
  ],
  ["commands", (n) => tool("run_terminal_cmd", ["$a;".repeat(n / 2)])],
  [
    "named arguments",
    (n) =>
      tool(
        "write_file",
        named(n, (i) => `v${i}`),
      ),
  ],
  [
    "named lists",
    (n) =>
      tool(
        "frob",
        named(n, (i) => [`v${i}`, "w"]),
      ),
  ],
  ["names in two spellings", (n) => tool("frob", { "a.b": "x", a: named(n, (i) => [`b${i}`]) })],
  ["paths", (n) => tool("write_file", { paths: many(n, (i) => `a/b/../c/${i}`) })],
  ["a long path", (n) => tool("write_file", { path: "a/../".repeat(n) })],
  ["files of a patch", (n) => tool("apply_patch", { input: many(n / 4, (i) => `*** Update File: a${i}\n`).join("") })],
  ["a long text", (n) => tool("write_file", ["secret".repeat(n)])],
  ["a set", (n) => access({ x: many(n, (i) => `a${i}`) })],
  ["attributes", (n) => access(named(n, (i) => i))],
  ["records in lists", (n) => access({ x: many(n, (i) => ({ a: [`b${i}`] })) })],
];

describe("time", () => {
  test.each(SHAPES)("is linear in %s", (_, make) => {
    // As much work in either: the clock is as coarse for both.
    const short = timeOf(make(SHORT), STEPS);
    const long = timeOf(make(SHORT * STEPS), 1);
    expect(long).toBeLessThan(3 * Math.max(short, STEPS * 600));
  });
});

/** Least processor time of several runs, in microseconds; each decides the call so often. */
function timeOf(call: unknown, often: number): number {
  const times = many(3, () => {
    const start = process.cpuUsage();
    for (let time = 0; time < often; time++) decide(toRequest(call, SNAPSHOT), SNAPSHOT, FACTS);
    return process.cpuUsage(start).user;
  });
  return Math.min(...times);
}
