import { describe, expect, it } from "vitest";
import { formatPolicy } from "./format.ts";
import { parseCedar } from "./parser.ts";

const HEAD = "permit (principal, action, resource)\nwhen { ";

function canonical(expression: string): string {
  const { policies, problems } = parseCedar(`permit(principal,action,resource)when{${expression}};`);
  expect(problems, expression).toEqual([]);
  return formatPolicy(policies[0]!).slice(HEAD.length, -" };\n".length);
}

describe("the canonical text of an expression", () => {
  it.each([
    ["((1+2))*3", "(1 + 2) * 3"],
    ["1+(2*3)", "1 + 2 * 3"],
    ["1-(2-3)", "1 - (2 - 3)"],
    ["(1-2)-3", "1 - 2 - 3"],
    ["(1<2)==true", "(1 < 2) == true"],
    ["!(context.a==1)", "context.a != 1"],
    ["!(!context.a)", "!(!context.a)"],
    ["(true||false)&&true", "(true || false) && true"],
    ["true||(false&&true)", "true || false && true"],
    ["-(1)", "-(1)"],
    ["- 1", "-1"],
    ["(if true then 1 else 2).a", "(if true then 1 else 2).a"],
    ['context["a"]["b c"]["if"]', 'context.a["b c"]["if"]'],
    ['{"a":1,"in":2}', '{a: 1, "in": 2}'],
    ['"\\u{a}\\x41\\\'\\u{202e}"', '"\\nA\'\\u{202e}"'],
    ['context like "\\**\\\\"', 'context like "\\**\\\\"'],
    ['decimal("1").lessThan(decimal("2"),)', 'decimal("1").lessThan(decimal("2"))'],
    ["context.isEmpty()&&context.contains(1)", "context.isEmpty() && context.contains(1)"],
  ])("%s", (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });
});

describe("the canonical text of a policy", () => {
  it("keeps annotations, the scope and slots", () => {
    const text = `@id("a\\nb")
@note
forbid (
  principal is User in ?principal,
  action in [Action::"a", Action::"b"],
  resource == Doc::"d"
)
when { true }
unless { context.a };
`;
    const [policy] = parseCedar(text).policies;
    expect(formatPolicy(policy!)).toBe(text);
  });
});
