/** Our parser of Cedar text against Cedar's own: the same texts are policies, and they are the same policies. */

import cedar from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/kernel/json.ts";
import { formatPolicy } from "../../src/policy/cedar/format.ts";
import { readCedarJson } from "../../src/policy/cedar/json.ts";
import { parseCedar } from "../../src/policy/cedar/parser.ts";
import type { CedarPolicy } from "../../src/policy/cedar/syntax.ts";
import { cedarText } from "../reference/cedar-text.ts";
import { seeded } from "../reference/choice.ts";

const CASES = process.env["WRIT_LONG"] === "1" ? 50_000 : 1_500;
const choice = seeded(20261126);
const TEXTS = Array.from({ length: CASES }, () => cedarText(choice));

describe("texts by the grammar, and garbled ones", () => {
  it("are accepted exactly when Cedar accepts them", () => {
    const differing = TEXTS.filter((text) => isAccepted(text) !== accepts(text));
    expect(differing).toEqual([]);
  });

  it("become the tree that Cedar's own reader makes of them", () => {
    const accepted = TEXTS.filter(isAccepted);
    expect(accepted.length).toBeGreaterThan(CASES / 4);
    for (const text of accepted) {
      for (const policy of parseCedar(text).policies) {
        expect(normalised(policy), text).toEqual(normalised(theirs(text.slice(policy.from, policy.to))));
      }
    }
  });

  it("come back from their canonical form, which Cedar accepts too", () => {
    for (const text of TEXTS.filter(isAccepted)) {
      const { policies } = parseCedar(text);
      const canonical = policies.map(formatPolicy).join("\n");
      expect(accepts(canonical), canonical).toBe(true);
      const again = parseCedar(canonical);
      expect(again.problems, canonical).toEqual([]);
      expect(again.policies.map(bare), canonical).toEqual(policies.map(bare));
      expect(again.policies.map(formatPolicy).join("\n")).toBe(canonical);
    }
  });
});

function isAccepted(text: string): boolean {
  return parseCedar(text).problems.length === 0;
}

/** A text with templates is refused as a set of static policies, but only after it was read. */
function accepts(text: string): boolean {
  const answer = cedar.checkParsePolicySet({ staticPolicies: text });
  return answer.type === "success" || answer.errors.every(({ message }) => message.includes("includes a template"));
}

/** The policy as Cedar reads it, by way of its JSON form. */
function theirs(text: string): CedarPolicy {
  const isTemplate = parseCedar(text).policies[0]?.slots.length !== 0;
  const answer = isTemplate ? cedar.templateToJson(text) : cedar.policyToJson(text);
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
  const { policies, templates, problems } = readCedarJson(withinRange(answer.json as unknown as Json));
  expect(problems, text).toEqual([]);
  return [...policies, ...templates][0]!;
}

/** Cedar's JSON gives integers as doubles; those that were rounded upwards out of range are brought back. */
function withinRange(value: Json): Json {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    const rounded = BigInt(value);
    return rounded >= 2n ** 63n ? 2n ** 63n - 1n : rounded;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withinRange);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withinRange(member)]));
}

/** Without what the JSON form does not keep: offsets, the order of annotations and records, digits beyond a double. */
function normalised(policy: CedarPolicy): unknown {
  const annotations = [...policy.annotations].sort(byName);
  return sorted({ ...bare(policy), annotations });
}

function bare(policy: CedarPolicy): CedarPolicy {
  const conditions = policy.conditions.map((condition) => ({ ...condition, at: 0 }));
  return { ...policy, conditions, place: 0, from: 0, to: 0 };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, sorted(member)]));
  if (node["kind"] === "record") node["of"] = (node["of"] as [string, unknown][]).sort(byName);
  if (node["kind"] === "long") node["value"] = Number(node["value"]);
  return node;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a === b ? 0 : 1;
}
