/**
 * Large parts that many programs never need, loaded when they are first asked for: together they take as long as
 * importing all the rest. Chosen where the entries are bundled (tool/bundle.mjs), beside which the parts lie.
 */

import type * as Portable from "./portable.ts";

type Part<Name extends keyof typeof Portable> = ReturnType<(typeof Portable)[Name]>;

let yamlParser: Part<"yaml"> | null = null;
let cedarLanguage: Part<"cedar"> | null = null;
let shellGrammar: Part<"shell"> | null = null;

/** The YAML parser. */
export function yaml(): Part<"yaml"> {
  yamlParser ??= load("yaml") as Part<"yaml">;
  return yamlParser;
}

/** How policies, schemas and entities of Cedar are read. */
export function cedar(): Part<"cedar"> {
  cedarLanguage ??= load("./cedar.js") as Part<"cedar">;
  return cedarLanguage;
}

/** The shell grammar. */
export function shell(): Part<"shell"> {
  shellGrammar ??= load("./shell.js") as Part<"shell">;
  return shellGrammar;
}

function load(name: string): unknown {
  return process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);
}
