/** Cases in which many rules are missed narrowly, whatever fields an index would file them under. */

import type { Part } from "../../src/kernel/request.ts";
import type { Condition, Policy } from "../../src/kernel/rule.ts";
import { type Choice, once, pick, several, shuffled } from "./choice.ts";
import { actionPart, argumentOf, policyOf, requestOf, ruleOf, toolPart } from "./example.ts";
import { type Case, seal } from "./generate.ts";
import { INSTANTS } from "./generate-request.ts";

const TEXTS = ["a", "b", "ab", "A", "é"];
const PATTERNS = [...TEXTS, "a*", "*b", "?", "[ab]"];
const agent = (id: string): { type: string; id: string } => ({ type: "Writ::Agent", id });

/** Each mostly holds of the parts below. */
const CONDITIONS: readonly ((choice: Choice) => Condition)[] = [
  (choice) => ({ kind: "one_of", field: "args", values: several(choice, [1, 3], (c) => pick(c, TEXTS)) }),
  (choice) => ({ kind: "glob", field: "args", pattern: pick(choice, PATTERNS) }),
  (choice) => ({
    kind: "glob",
    field: pick(choice, ["tool", "plain", "name"]),
    pattern: pick(choice, ["*", "s*", "S*"]),
  }),
  (choice) => ({ kind: "one_of", field: "tool", values: ["shell", pick(choice, ["Shell", "x", "y", "z"])] }),
  (choice) => ({ kind: "equal", field: "action", value: pick(choice, ["pay", "pay", "refund"]) }),
  (choice) => ({ kind: "equal", field: "currency", value: pick(choice, ["USD", "EUR", "CHF"]) }),
  (choice) => ({ kind: "one_of", field: "currency", values: several(choice, [0, 2], (c) => pick(c, ["USD", "EUR"])) }),
  (choice) => ({ kind: "equal", field: "tenant", value: pick(choice, ["acme", "other", "third"]) }),
  (choice) => ({ kind: "at_most", field: "amount", value: pick(choice, ["1", "10", "100"]) }),
  (choice) => ({ kind: pick(choice, ["since", "until"] as const), value: pick(choice, INSTANTS) }),
  (choice) => ({
    kind: "entity_equal",
    slot: "principal",
    uid: agent(pick(choice, ["agent:a", "agent:a", "agent:b"])),
  }),
  (choice) => ({
    kind: "entity_in",
    slot: "principal",
    uids: [{ type: "Writ::Group", id: pick(choice, ["staff", "all", "guests"]) }],
  }),
  () => ({ kind: "entity_is", slot: "principal", type: "Writ::Agent" }),
];

function partOf(choice: Choice): Part {
  if (once(choice, 2))
    return actionPart({
      tenant: pick(choice, [null, "acme", "other", "none"]),
      amount: pick(choice, [null, "1", "11"]),
      currency: pick(choice, [null, "USD", "EUR", "GBP"]),
    });
  const texts = several(choice, [1, 3], (c) => pick(c, [...TEXTS, ["", "b"], ["a", ""]]));
  const need = pick(choice, ["any", "all"] as const);
  const folded = once(choice, 4) ? ["a"] : [];
  const forms = once(choice, 4) ? [pick(choice, TEXTS)] : [];
  return toolPart({ args: { ...argumentOf(...texts), need, forms, folded } });
}

/** A call that nothing but the odd rule allows, under one policy that has up to forty of them. */
export function nearCase(choice: Choice): Case {
  const part = partOf(choice);
  const rules = several(choice, [1, pick(choice, [4, 12, 40])], (c) =>
    ruleOf(
      "",
      once(c, 50) ? "deny" : "allow",
      ...shuffled(c, CONDITIONS)
        .slice(0, 1 + c(4))
        .map((make) => make(c)),
    ),
  ).map((rule, place) => ({ ...rule, id: `r${place}` }));
  const policy: Policy = { ...policyOf("deny_overrides", rules), about: part.kind };
  const snapshot = seal({ policies: [policy], mode: null, headless: false });
  const facts = once(choice, 6) ? {} : { at: pick(choice, INSTANTS) };
  return { request: requestOf([part], { kind: part.kind }), snapshot, facts };
}
