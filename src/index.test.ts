import { describe, expect, it } from "vitest";
import { decide, loadPolicies, PolicyError, parseJson, toRequest } from "./index.ts";

const ALLOW_READ = `approval_mode = "ask"

[[rules]]
name = "reads"
action = "allow"
tool_pattern = "read_*"
`;

const snapshot = loadPolicies([{ name: "policy.toml", text: ALLOW_READ }]);
const read = { kind: "tool", tool: "read_file", args: ["README.md"] };

describe("the library", () => {
  it("decides a call as it decides the request made of it", () => {
    expect(decide(read, snapshot)).toEqual(decide(toRequest(read, snapshot), snapshot));
    expect(decide(read, snapshot).decision).toBe("allow");
  });

  it("never takes what a caller sent for a request", () => {
    const { parts, ...rest } = toRequest(read, snapshot);
    for (const forged of [{ ...rest, parts }, parseJson(JSON.stringify({ ...rest, parts })), { ...read, parts }])
      expect(decide(JSON.parse(JSON.stringify(forged)), snapshot)).toMatchObject({
        decision: "deny",
        deny_code: "request.invalid",
      });
  });

  it.each([undefined, null, 1, "tool", [], () => 1, { kind: "tool" }, { kind: "x" }, { kind: "tool", tool: 1 }])(
    "denies %j, which is no call",
    (call) => {
      expect(decide(call, snapshot)).toMatchObject({ decision: "deny", deny_code: "request.invalid" });
    },
  );

  it("denies a call nested deeper than the stack, and one with a cycle", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 200_000; i++) deep = { deep };
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const args of [deep, cycle, { list: [deep] }])
      expect(decide({ kind: "tool", tool: "read_file", args }, snapshot).decision).toBe("deny");
  });

  it("throws one error with every diagnostic of a policy that does not load", () => {
    const text = 'aproval_mode = "ask"\n[[rules]]\nname = "x"\ntool_pattern = "["\naction = "alow"\n';
    const load = () => loadPolicies([{ name: "policy.toml", text }]);
    expect(load).toThrow(PolicyError);
    try {
      load();
    } catch (error) {
      expect((error as PolicyError).diagnostics.map(({ line }) => line)).toEqual([1, 4, 5]);
    }
  });
});
