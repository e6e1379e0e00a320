import { describe, expect, it } from "vitest";
import { sha256 } from "../sha256/node.ts";
import { type Checked, checkPolicies } from "./load.ts";

const ports = {
  sha256,
  judge: (): never => {
    throw new Error("no example reaches the judge");
  },
};

function check(text: string, name = "p.toml"): Checked {
  return checkPolicies([{ name, text }], {}, ports);
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

describe("a hostile policy is refused with a diagnostic", () => {
  it.each<[string, () => string, string]>([
    ["arrays in arrays", () => `a = ${"[".repeat(100_000)}`, "toml.syntax"],
    ["tables in tables", () => `a = ${"{a=".repeat(100_000)}`, "toml.syntax"],
    ["a million tables", () => lines(1_000_000, (index) => `[t${index}]`), "policy.too_large"],
    ["a million inline tables", () => `a = [${"{},".repeat(1_000_000)}]`, "policy.too_large"],
    ["a key of a million parts", () => `a${".a".repeat(1_000_000)} = 1`, "policy.too_large"],
    ["long dotted headers", () => lines(50, (index) => `[a${".a".repeat(5000)}.b${index}]`), "policy.unknown_key"],
    ["an integer of millions of digits", () => `a = ${"9".repeat(5_000_000)}`, "policy.too_large"],
    ["a string of megabytes", () => `strategy = "${"x".repeat(5_000_000)}"`, "value.unknown_word"],
    ["a pattern of megabytes", () => `[[rules]]\naction = "deny"\ntool_pattern = "${"*a".repeat(1e6)}"`, "value.glob"],
    ["a directory of megabytes", () => `[settings]\nworkspace = "${"/a".repeat(2_000_000)}/"`, "value.path"],
    ["a key of megabytes", () => `${"k".repeat(5_000_000)} = 1`, "policy.unknown_key"],
    ["half a surrogate pair", () => 'strategy = "\ud800"', "policy.not_unicode"],
    ["more than ten MiB", () => `#${"é".repeat(5_300_000)}`, "policy.too_large"],
    ["too many rules", () => `rules = [${"{},".repeat(100_001)}]`, "policy.too_many_rules"],
    ["an unfinished string", () => `a = """${"\\\\".repeat(1_000_000)}`, "toml.syntax"],
  ])("%s", (_, text, code) => {
    const { snapshot, diagnostics } = check(text());
    expect(snapshot).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });

  it.each<[string, () => string, string]>([
    ["arrays in arrays", () => "[".repeat(100_000), "json.depth"],
    ["a million keys", () => `{${lines(1_000_000, (index) => `"k${index}":1,`)}"k":1}`, "policy.too_large"],
    ["too many rules", () => `{"rules":[${"{},".repeat(100_000)}{}]}`, "policy.too_many_rules"],
    ["the key of a prototype", () => '{"__proto__":{"rules":[]}}', "policy.unknown_key"],
  ])("in JSON: %s", (_, text, code) => {
    const { snapshot, diagnostics } = check(text(), "p.json");
    expect(snapshot).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });

  it("that does not list more than a thousand problems", () => {
    const { diagnostics } = check(lines(20_000, (index) => `k${index} = 1`));
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics[0]).toMatchObject({ code: "policy.too_many_problems", severity: "error", line: 0 });
  });
});

it("warnings beyond a thousand do not refuse a policy", () => {
  const { snapshot, diagnostics } = check(lines(1500, () => '[[rules]]\naction = "PAY"\neffect = "allow"\nlimit = 1'));
  expect(snapshot).not.toBeNull();
  expect(diagnostics).toHaveLength(1001);
  expect(diagnostics.every(({ severity }) => severity === "warning")).toBe(true);
});

it("ten thousand rules of one name get ids of their own", () => {
  const { snapshot } = check(lines(10_000, () => '[[rules]]\nname = "n"\naction = "A"'));
  const ids = snapshot?.policies.flatMap(({ rules }) => rules.map(({ id }) => id)) ?? [];
  expect(new Set(ids).size).toBe(10_000);
});
