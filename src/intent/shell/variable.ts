/** Variables whose value the line itself tells: good enough to see which files it touches, never to allow it. */

import type { Word } from "./syntax.ts";
import { isLiteral } from "./text.ts";

export type Variables = ReadonlyMap<string, string>;

const PARAMETER = /\$(?:\{(\w+)\}|(\w+))/g;
/** `$(pwd)`, `~+` and `$(which NAME)` say as much as a variable. */
const SUBSTITUTED_PWD = /\$\(\s{0,8}pwd\s{0,8}\)|`\s{0,8}pwd\s{0,8}`|^~\+(?=\/|$)/g;
const SUBSTITUTED_NAME = /\$\((?:which|command -v|type -p) ([\w./-]{1,64})\)|`(?:which|command -v) ([\w./-]{1,64})`/g;
const MAY_SUBSTITUTE = /[(`~]/;
const MAX_VARIABLES = 64;
const MAX_UNITS = 512;

/** What every line begins with. */
export function startVariables(): Map<string, string> {
  return new Map([
    ["HOME", "~"],
    ["PWD", "."],
  ]);
}

/** `NAME=literal` is remembered, and what else is assigned is forgotten. */
export function noteAssignments(variables: Map<string, string>, words: readonly Word[]): void {
  for (const word of words) {
    const name = /^(\w+)=/.exec(word.raw)?.[1];
    if (name === undefined) continue;
    const { text } = withVariables(word, variables);
    if (isLiteral(text) && text.length < MAX_UNITS && variables.size < MAX_VARIABLES)
      variables.set(name, text.slice(name.length + 1));
    else variables.delete(name);
  }
}

/** The word with its variables filled in; as it is when one of them is not known. */
export function withVariables(word: Word, variables: Variables): Word {
  if (isLiteral(word.text) || word.raw.length > MAX_UNITS) return word;
  const raw = withoutSubstitutions(word.raw).replaceAll('"', "");
  if (/[\\'\0]/.test(raw)) return word;
  let isKnown = true;
  const text = raw.replace(PARAMETER, (_all, braced: string | undefined, plain: string | undefined) => {
    const value = variables.get(braced ?? plain ?? "");
    isKnown &&= value !== undefined;
    return value ?? "";
  });
  return isKnown && !/[$`]/.test(text) && text.length <= MAX_UNITS ? { ...word, text } : word;
}

function withoutSubstitutions(raw: string): string {
  // Most words with a hole are a plain `$x`, and there may be thousands of them.
  return MAY_SUBSTITUTE.test(raw) ? raw.replace(SUBSTITUTED_PWD, "$PWD").replace(SUBSTITUTED_NAME, "$1$2") : raw;
}
