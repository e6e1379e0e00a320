import { describe, expect, it } from "vitest";
import type { Expression } from "../../kernel/expression.ts";
import { parseCedar } from "./parser.ts";
import { type CedarPolicy, policyId } from "./syntax.ts";

const CONTEXT: Expression = { kind: "variable", name: "context" };
const AMOUNT: Expression = { kind: "get", of: CONTEXT, name: "amount" };

function policyOf(text: string): CedarPolicy {
  const { policies, problems } = parseCedar(text);
  expect(problems, text).toEqual([]);
  expect(policies).toHaveLength(1);
  return policies[0]!;
}

function expressionOf(text: string): Expression {
  return policyOf(`permit(principal, action, resource) when { ${text} };`).conditions[0]!.of;
}

/** Each problem as `offset code message (help)`. */
function problemsOf(text: string): string[] {
  return parseCedar(text).problems.map(
    ({ offset, code, message, help }) => `${offset} ${code} ${message}${help === null ? "" : ` (${help})`}`,
  );
}

function problemsIn(expression: string): string[] {
  const head = "permit(principal, action, resource) when { ";
  return parseCedar(`${head}${expression} };`).problems.map(({ offset, code, message }) => {
    return `${offset - head.length} ${code} ${message}`;
  });
}

describe("a policy", () => {
  it("has an effect, a scope, conditions, annotations and a place", () => {
    const text = `@id("p") @note\nforbid(principal == User::"a", action in [Action::"x", N::Action::"y"], resource is Doc in Dir::"d")
  when { true } unless { false };`;
    expect(policyOf(text)).toEqual({
      id: "p",
      place: 0,
      effect: "forbid",
      principal: { kind: "equal", uid: { kind: "entity", type: "User", id: "a" } },
      action: {
        kind: "in",
        uids: [
          { kind: "entity", type: "Action", id: "x" },
          { kind: "entity", type: "N::Action", id: "y" },
        ],
      },
      resource: { kind: "is_in", type: "Doc", uid: { kind: "entity", type: "Dir", id: "d" } },
      conditions: [
        { kind: "when", of: { kind: "bool", value: true }, at: text.indexOf("when") },
        { kind: "unless", of: { kind: "bool", value: false }, at: text.indexOf("unless") },
      ],
      annotations: [
        ["id", "p"],
        ["note", ""],
      ],
      slots: [],
      from: 0,
      to: text.length,
    });
  });

  it("is a template when its scope has slots", () => {
    const template = policyOf("permit(principal is User in ?principal, action, resource == ?resource);");
    expect(template.slots).toEqual(["principal", "resource"]);
    expect(template.resource).toEqual({ kind: "equal", uid: { kind: "slot", name: "resource" } });
  });

  it("without an id is numbered by its place, refused policies counted", () => {
    const { policies } = parseCedar("permit(principal); permit(principal, action, resource);");
    expect(policies.map(policyId)).toEqual(["policy1"]);
  });

  it("stands between white space of Unicode and comments", () => {
    expect(policyOf("\u2003permit\u00a0(principal, // ;\r\naction,\u2028resource)//\n;//").effect).toBe("permit");
  });
});

describe("an expression", () => {
  it.each<[string, Expression]>([
    ["context.amount", AMOUNT],
    ['context["amount"]', AMOUNT],
    ['User::"a\\u{62}"', { kind: "entity", type: "User", id: "ab" }],
    ["-9223372036854775808", { kind: "long", value: "-9223372036854775808" }],
    ["-0", { kind: "long", value: "0" }],
    ["--1", { kind: "negate", of: { kind: "long", value: "-1" } }],
    ["-(1)", { kind: "negate", of: { kind: "long", value: "1" } }],
    ["-1.a", { kind: "negate", of: { kind: "get", of: { kind: "long", value: "1" }, name: "a" } }],
    ["context has a.b", { kind: "has", of: CONTEXT, names: ["a", "b"] }],
    ['context like "a*\\*"', { kind: "like", of: CONTEXT, pattern: ["a", null, "*"] }],
    ["context is A::B in context", { kind: "is", of: CONTEXT, type: "A::B", in: CONTEXT }],
    ["[context,]", { kind: "set", of: [CONTEXT] }],
    [
      '{a: context, "if": context,}',
      {
        kind: "record",
        of: [
          ["a", CONTEXT],
          ["if", CONTEXT],
        ],
      },
    ],
    ["context.isEmpty()", { kind: "is_empty", of: CONTEXT }],
    ["context.hasTag(context)", { kind: "binary", operator: "has_tag", left: CONTEXT, right: CONTEXT }],
    [
      'ip("1").isIpv4()',
      { kind: "call", name: "isIpv4", of: [{ kind: "call", name: "ip", of: [{ kind: "string", value: "1" }] }] },
    ],
  ])("%s", (text, expected) => {
    expect(expressionOf(text)).toEqual(expected);
  });

  it("exchanges the sides of `>` and `>=`", () => {
    expect(expressionOf("1 > context")).toEqual(expressionOf("context < 1"));
    expect(expressionOf("1 >= context")).toEqual(expressionOf("context <= 1"));
  });

  it("takes `!=` as a negated `==`", () => {
    expect(expressionOf("1 != context")).toEqual(expressionOf("!(1 == context)"));
  });

  it("joins `&&` and `||` of one kind into one node", () => {
    expect(expressionOf("true && (context && context) && true")).toEqual(
      expressionOf("true && context && context && true"),
    );
  });
});

describe("a problem", () => {
  it.each([
    ["contxt.amount", "0 cedar.name `contxt` is no variable"],
    ["context.if", "8 cedar.name `if` is reserved and cannot be a name"],
    ["1 == 2 == 3", "7 cedar.syntax `==` follows another relation"],
    ["1 = 2", "2 cedar.syntax expected an operator but found `=`"],
    ["-----1", "4 cedar.syntax more than 4 `-` in a row"],
    ["9223372036854775808", "0 cedar.literal `9223372036854775808` is no 64-bit integer"],
    ['"a\\*"', "2 cedar.literal `\\*` is no escape of a string"],
    ["{a: 1, a: 2}", "7 cedar.duplicate `a` is in the record already"],
    ["context.contain(1)", "8 cedar.call `contain` is no method"],
    ["context.contains()", "8 cedar.call `contains` takes one argument, not 0"],
    ['context.decimal("1")', "8 cedar.call `decimal` is a function, not a method"],
    ["isIpv4(context)", "0 cedar.call `isIpv4` is a method, not a function"],
    ["context(1)", "0 cedar.call `context` is no function"],
    ["[1](2)", "3 cedar.call only a function or a method can be called"],
    ["?principal == principal", "0 cedar.slot `?principal` cannot stand in a condition"],
    ["1 + if true then 1 else 2", "4 cedar.syntax expected an expression but found `if`"],
    ["principal is (User)", "13 cedar.syntax expected a name but found `(`"],
    ["if true than 1 else 2", "8 cedar.syntax expected `then` but found `than`"],
    ["'a'", "0 cedar.syntax expected an expression but found `'`"],
  ])("%s", (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  it.each([
    [
      "permt(principal, action, resource);",
      "0 cedar.syntax expected `permit` or `forbid` but found `permt` (did you mean `permit`?)",
    ],
    ["permit(principal, action);", "24 cedar.syntax expected `,` and then `resource` but found `)`"],
    [
      "permit(principle, action, resource);",
      "7 cedar.scope expected `principal` but found `principle` (did you mean `principal`?)",
    ],
    [
      'permit(principal, action == User::"a", resource);',
      '28 cedar.scope `User` is no type of actions (an action is written `Action::"…"`, with its namespace before it)',
    ],
    [
      "permit(principal == ?resource, action, resource);",
      "20 cedar.slot `principal` cannot take the slot `?resource` (its slot is `?principal`)",
    ],
    [
      "permit(principal, action, resource) whn { true };",
      "36 cedar.syntax expected `when`, `unless` or `;` but found `whn` (did you mean `when`?)",
    ],
    [
      "permit(principal, action, resource) when {};",
      "36 cedar.syntax `when` has no condition (leave it away, or write `true`)",
    ],
    ["@a @a permit(principal, action, resource);", "3 cedar.duplicate the annotation `a` is there already"],
    [
      "\ufeffpermit(principal, action, resource);",
      "0 cedar.syntax expected `permit` or `forbid` but found `\\ufeff` (save the file without a byte order mark)",
    ],
  ])("%s", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("does not hide those behind it: reading goes on after the semicolon", () => {
    const text =
      "permit(principal;\nforbid(principal, action, resource) when { x.a && y };\npermit(principal, action, resource);";
    const { policies, problems } = parseCedar(text);
    expect(problems.map(({ message }) => message)).toEqual([
      "expected `==`, `in`, `is`, `,` or `)` but found `;`",
      "`x` is no variable",
      "`y` is no variable",
    ]);
    expect(policies.map(policyId)).toEqual(["policy2"]);
  });

  it("is a forgotten semicolon, behind which the next policy is read", () => {
    const { policies, problems } = parseCedar(
      "permit(principal, action, resource)\npermit(principal, action, resource);",
    );
    expect(problems.map(({ offset, message }) => [offset, message])).toEqual([[35, "expected `;` behind the policy"]]);
    expect(policies.map(policyId)).toEqual(["policy1"]);
  });

  it("is an id that an earlier policy has; a number gives way", () => {
    const policy = "permit(principal, action, resource);";
    const { policies, problems } = parseCedar(`@id("a")${policy}@id("a")${policy}@id("policy3")${policy}${policy}`);
    expect(problems.map(({ code }) => code)).toEqual(["cedar.duplicate"]);
    expect(policies.map(({ id }) => id)).toEqual(["a", "policy3", null]);
  });
});
