/** picomatch: what one would write by hand, a list of compiled matchers tried in order. */

import picomatch from "picomatch";

export function load(rules) {
  const compiled = rules.map(({ name, effect, tool, path }) => ({
    name,
    effect,
    tool: picomatch(tool, { dot: true }),
    path: path === null ? () => true : picomatch(`${path}*`, { dot: true }),
  }));
  return {
    prepare: (request) => request,
    effect: (rule) => rule?.effect ?? null,
    decide: (request) => firstMatch(compiled, request) ?? null,
  };
}

/** `path/*` of the neutral form crosses slashes; picomatch spells that `path/**`. */
function firstMatch(rules, { tool, path }) {
  for (const rule of rules) if (rule.tool(tool) && rule.path(path)) return rule;
}
