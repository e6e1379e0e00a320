import { describe, expect, it } from "vitest";
import { parseJson } from "../../kernel/json.ts";
import { formatPolicy } from "./format.ts";
import { readCedarJson, readTemplateLinks } from "./json.ts";
import { link } from "./link.ts";
import { conditionsOf } from "./lower.ts";

const ANY = '"action":{"op":"All"},"resource":{"op":"All"}';
const CONTEXT = '{"Var":"context"}';

function withBody(body: string): string {
  return `{"effect":"permit","principal":{"op":"All"},${ANY},"conditions":[{"kind":"when","body":${body}}]}`;
}

function problemsOf(text: string): string[] {
  return readCedarJson(parseJson(text)).problems.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe("a policy in JSON", () => {
  it.each([
    ['{"Value":9223372036854775807}', "9223372036854775807"],
    ['{"Value":[{"__entity":{"type":"A","id":"b"}},{"a":true}]}', '[A::"b", {a: true}]'],
    ['{"Value":{"__extn":{"fn":"decimal","arg":"1.0"}}}', 'decimal("1.0")'],
    [`{">":{"left":${CONTEXT},"right":{"Value":1}}}`, "1 < context"],
    [
      `{"&&":{"left":{"&&":{"left":${CONTEXT},"right":${CONTEXT}}},"right":${CONTEXT}}}`,
      "context && context && context",
    ],
    [`{"has":{"left":${CONTEXT},"attr":["a b","c"]}}`, 'context has "a b" && context["a b"] has c'],
    [`{"like":{"left":${CONTEXT},"pattern":[{"Literal":"a"},{"Literal":"*"},"Wildcard"]}}`, 'context like "a\\**"'],
    [`{"isInRange":[${CONTEXT},${CONTEXT}]}`, "context.isInRange(context)"],
  ])("%s", (body, text) => {
    const { policies, problems } = readCedarJson(parseJson(withBody(body)));
    expect(problems).toEqual([]);
    expect(formatPolicy(policies[0]!)).toBe(`permit (principal, action, resource)\nwhen { ${text} };\n`);
  });

  it.each([
    ['{"Value":1.5}', "/conditions/0/body/Value expected a 64-bit integer but found `1.5`"],
    ['{"Value":null}', "/conditions/0/body/Value expected an object but found null"],
    ['{"Vr":"context"}', "/conditions/0/body/Vr `Vr` is no operator"],
    [
      '{"Var":"contxt"}',
      "/conditions/0/body/Var expected one of principal, action, resource, context but found `contxt`",
    ],
    ['{"Slot":"?principal"}', "/conditions/0/body/Slot a slot cannot stand in a condition"],
    ['{"lessThan":[]}', "/conditions/0/body/lessThan the method `lessThan` has no receiver"],
    ['{"!":{"arg":{"Value":true},"x":1}}', "/conditions/0/body/!/x unknown key `x`"],
    ["{}", "/conditions/0/body expected an object with one key, the operator"],
    [
      `{"is":{"left":${CONTEXT},"entity_type":"if"}}`,
      "/conditions/0/body/is/entity_type expected an entity type but found `if`",
    ],
  ])("is refused with the place: %s", (body, problem) => {
    expect(problemsOf(withBody(body))).toEqual([problem]);
  });

  it("is refused when it is deeper than text may be, and a long chain is not deep", () => {
    const deep = `${'{"!":{"arg":'.repeat(200)}{"Value":true}${"}}".repeat(200)}`;
    const { problems } = readCedarJson(parseJson(withBody(deep), { maxDepth: 1000 }));
    expect(problems.map(({ message }) => message)).toEqual(["deeper than 128 levels"]);
    const chain = Array.from({ length: 300 }).reduce<string>(
      (left) => `{"||":{"left":${left},"right":${CONTEXT}}}`,
      CONTEXT,
    );
    const { policies } = readCedarJson(parseJson(withBody(chain), { maxDepth: 1000 }));
    expect(policies[0]!.conditions[0]!.of).toMatchObject({ kind: "or", of: { length: 301 } });
  });
});

describe("a policy set in JSON", () => {
  const template = `{"effect":"permit","principal":{"op":"in","slot":"?principal"},${ANY},"conditions":[]}`;

  it("has policies by id, templates and links", () => {
    const set = readCedarJson(
      parseJson(`{"staticPolicies":{"p":${withBody('{"Value":true}')}},"templates":{"t":${template}},
        "templateLinks":[{"templateId":"t","newId":"l","values":{"?principal":{"type":"User","id":"a"}}}]}`),
    );
    expect(set.problems).toEqual([]);
    expect(set.policies.map(({ id }) => id)).toEqual(["p"]);
    const { newId, values } = set.links[0]!;
    expect(link(set.templates[0]!, values, newId)).toMatchObject({
      id: "l",
      slots: [],
      principal: { kind: "in", uids: [{ kind: "entity", type: "User", id: "a" }] },
    });
  });

  it("keeps templates and static policies apart", () => {
    expect(problemsOf(`{"staticPolicies":{"t":${template}}}`)).toEqual(["/staticPolicies policy `t` has slots"]);
  });

  it("refuses links that are malformed", () => {
    const { problems } = readTemplateLinks(parseJson('[{"templateId":"t","newId":"l","values":{"?action":{}}}]'));
    expect(problems.map(({ pointer }) => pointer)).toEqual(["/0/values/?action"]);
  });
});

describe("a link", () => {
  const [template] = readCedarJson(
    parseJson(
      `{"effect":"permit","principal":{"op":"==","slot":"?principal"},${ANY},"conditions":[{"kind":"unless","body":${CONTEXT}}]}`,
    ),
  ).templates;
  const user = { type: "User", id: "a" };

  it("needs a value for each slot and no other", () => {
    expect(link(template!, {}, "l")).toMatchObject({ message: "expected a value for the slot `?principal`" });
    expect(link(template!, { principal: user, resource: user }, "l")).toMatchObject({
      message: "the template has no slot `?resource`",
    });
  });

  it("keeps the conditions, of which `unless` is negated for the kernel", () => {
    const policy = link(template!, { principal: user }, "l");
    if ("kind" in policy) throw new Error(policy.message);
    expect(conditionsOf(policy)).toEqual([{ kind: "not", of: { kind: "variable", name: "context" } }]);
  });
});
