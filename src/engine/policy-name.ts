/** What the name of a file in a policy directory says about it. */

import { editDistance } from "../policy/edit-distance.ts";

/** `lookalike`: somebody may believe that it is loaded. */
export type NameKind = "policy" | "ignored" | "lookalike";

const LANGUAGES: readonly string[] = ["toml", "json", "yaml", "yml", "cedar", "cedarschema"];

/** One letter away from a language, but a well-known kind of file of its own. */
const NEIGHBOURS: readonly string[] = ["jsonl", "xml"];

/** Judges a name by its endings. Hidden files, tests (`x.test.toml`) and the service's `writ.toml` are ignored. */
export function policyNameKind(name: string): NameKind {
  if (name.startsWith(".") || name === "writ.toml") return "ignored";
  const [, ...endings] = name.split(".");
  if (endings.length > 1 && endings.at(-2) === "test") return "ignored";
  const last = endings.at(-1);
  if (last === undefined) return "ignored";
  if (LANGUAGES.includes(last)) return "policy";
  return endings.some(looksLikeLanguage) ? "lookalike" : "ignored";
}

/** `TOML`, `tml`, `toml~`, and the `toml` of `policy.toml.bak`. */
function looksLikeLanguage(ending: string): boolean {
  const lower = ending.toLowerCase();
  if (NEIGHBOURS.includes(lower)) return false;
  return LANGUAGES.some((language) => editDistance(lower, language) <= 1);
}
