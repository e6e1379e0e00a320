/**
 * Large parts that many programs never need, loaded when they are first asked for: together they take as long as
 * importing all the rest. Chosen where the entries are bundled (tool/bundle.mjs), beside which the parts lie.
 */

import type * as Portable from "./portable.ts";

type Part<Name extends keyof typeof Portable> = ReturnType<(typeof Portable)[Name]>;

const loaded = new Map<string, unknown>();

/** The YAML parser. */
export function yaml(): Part<"yaml"> {
  return part("yaml") as Part<"yaml">;
}

/** How policies, schemas and entities of Cedar are read. */
export function cedar(): Part<"cedar"> {
  return part("./cedar.js") as Part<"cedar">;
}

/** Typed expressions and values. */
export function typed(): Part<"typed"> {
  return part("./typed.js") as Part<"typed">;
}

/** How payment requests are read. */
export function aprp(): Part<"aprp"> {
  return part("./aprp.js") as Part<"aprp">;
}

/** Explanations. */
export function explainer(): Part<"explainer"> {
  return part("./explain.js") as Part<"explainer">;
}

/** The shell grammar. */
export function shell(): Part<"shell"> {
  return part("./shell.js") as Part<"shell">;
}

/** Loads what decisions may need: with the first policies, and not while somebody waits for a decision. */
export function ready(): void {
  shell();
  typed();
  aprp();
}

function part(name: string): unknown {
  if (!loaded.has(name)) loaded.set(name, load(name));
  return loaded.get(name);
}

function load(name: string): unknown {
  return process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);
}
