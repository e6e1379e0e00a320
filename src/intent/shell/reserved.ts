/** Words that the grammar knows where a command may begin. */

import { isDelimiter } from "./character.ts";
import type { Source } from "./source.ts";

/** A reserved word and what it does to a list. */
export interface Reserved {
  readonly word: string;
  /** `close` ends the list it is found in. */
  readonly role: "open" | "close" | "prefix";
}

const ROLES: Readonly<Record<Reserved["role"], string>> = {
  open: "if for while until case select function { [[ coproc",
  close: "then elif else fi do done esac }",
  prefix: "! time",
};
const LONGEST = 8;

const RESERVED: ReadonlyMap<string, Reserved> = new Map(
  (Object.keys(ROLES) as Reserved["role"][]).flatMap((role) =>
    ROLES[role].split(" ").map((word): [string, Reserved] => [word, { word, role }]),
  ),
);
/** By character code: a reserved word begins so. */
const FIRST = new Uint8Array(128);
for (const word of RESERVED.keys()) FIRST[word.charCodeAt(0)] = 1;

/** The reserved word at the position, or null. */
export function peekReserved(source: Source): Reserved | null {
  const { text, at } = source;
  if (FIRST[text.charCodeAt(at)] !== 1) return null;
  let end = at + 1;
  while (end - at <= LONGEST && !isDelimiter(text.charCodeAt(end))) end += 1;
  return end - at > LONGEST ? null : (RESERVED.get(text.slice(at, end)) ?? null);
}

/** True for a word that the grammar knows where a command may begin. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}
