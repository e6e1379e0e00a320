/** @google/gemini-cli-core: rules as objects, arguments by a regular expression over their JSON. */

import { PolicyEngine } from "@google/gemini-cli-core/dist/src/policy/policy-engine.js";
import { escapeRegex } from "@google/gemini-cli-core/dist/src/policy/utils.js";

export const isAsync = true;

// The engine logs every check; its own program drops these lines unless it debugs, and so does this.
console.debug = () => {};

const decisions = { allow: "allow", deny: "deny", ask: "ask_user" };
const effects = { allow: "allow", deny: "deny", ask_user: "ask" };

export function load(rules) {
  const engine = new PolicyEngine({ rules: rules.map(translate), defaultDecision: "deny", nonInteractive: false });
  return {
    prepare: ({ tool, path }) => ({ name: tool, args: { path } }),
    effect: (answer) => (answer.rule === undefined ? null : effects[answer.decision]),
    decide: (call) => engine.check(call),
  };
}

/** Equal priorities keep the order of the list, since the engine sorts stably. */
function translate({ name, effect, tool, path }) {
  const rule = { name, toolName: tool, decision: decisions[effect], priority: 1 };
  return path === null ? rule : { ...rule, argsPattern: new RegExp(`"path":"${escapeRegex(path.slice(0, -1))}[^"]*"`) };
}
