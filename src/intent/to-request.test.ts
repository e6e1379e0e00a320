import { describe, expect, test } from "vitest";
import { NO_SNAPSHOT } from "./record.ts";
import { toRequest } from "./to-request.ts";

const tool = (args: unknown, more: object = {}): unknown => ({ kind: "tool", tool: "write_file", args, ...more });
const deep = (depth: number): unknown => (depth === 0 ? "x" : { a: deep(depth - 1) });

describe("what is no call is refused, never thrown", () => {
  test.each<[string, unknown, string]>([
    ["null", null, "request.invalid"],
    ["a list", [], "request.invalid"],
    ["no kind", {}, "request.invalid"],
    ["a kind of the prototype", { kind: "constructor" }, "request.invalid"],
    ["an unknown field", tool([], { arg: [] }), "request.invalid"],
    ["arguments that are text", tool("x"), "request.invalid"],
    ["a name with a blank", { kind: "tool", tool: "a b" }, "tool.name_invalid"],
    ["a look-alike server", tool([], { server: "gіthub" }), "tool.name_invalid"],
    ["NUL", tool(["a\0b"]), "request.invalid"],
    ["half a surrogate pair", tool({ path: "\ud800" }), "request.invalid"],
    ["an argument beyond the limit", tool(["x".repeat(262_145)]), "request.too_large"],
    ["arguments nested beyond the limit", tool(deep(65)), "request.too_large"],
    ["a list nested without end", tool([JSON.parse("[".repeat(50_000) + "]".repeat(50_000))]), "request.invalid"],
    ["a symbol", tool([Symbol("x")]), "request.invalid"],
    ["a field that throws", { kind: "tool", get tool(): string { throw new Error("no"); } }, "request.invalid"],
    ["a short idempotency key", tool([], { idempotency_key: "x" }), "request.invalid"],
  ])("%s", (_what, call, code) => expect(toRequest(call, NO_SNAPSHOT).refusal?.code).toBe(code)); // biome-ignore format: a table
});

describe("parts of a shell line", () => {
  test.each([
    ["ls", ["full"]],
    ["ls; pwd", ["restrict", "full", "full"]],
    ["ls > x", ["restrict", "full", "beside"]],
    ["ls > /dev/null", ["full"]],
    ["ls 'x", ["full"]],
    ["", ["full"]],
  ])("%j: %j", (line, judged) => {
    const { parts } = toRequest({ kind: "tool", tool: "run_terminal_cmd", args: [line] }, NO_SNAPSHOT);
    expect(parts.map((part) => part.judged)).toEqual(judged);
  });
});

test("an access call with `tool.execute` is a tool call", () => {
  const access = {
    kind: "access",
    principal: "a",
    action: "tool.execute",
    resource: "tool:write_file",
    context: { args: ["x"] },
  };
  const call = { kind: "tool", tool: "write_file", args: ["x"], principal: "a" };
  const given = { principal: {}, action: {}, resource: {}, context: { args: ["x"] } };
  expect(toRequest(access, NO_SNAPSHOT)).toEqual({ ...toRequest(call, NO_SNAPSHOT), given });
});
