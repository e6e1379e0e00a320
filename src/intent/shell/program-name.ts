/** The program of a command, under the name by which tables and restrictions know it. */

import type { Text } from "../../kernel/request.ts";
import type { Word } from "./syntax.ts";
import { headOf, isLiteral } from "./text.ts";

const GLOB = /[*?]|\[[^\][]*\]/g;

/** The word where a program is expected: a pattern there is known at run time only. */
export function programText(word: Word): Text {
  if (!word.glob || !isLiteral(word.text)) return word.text;
  return word.text.split(GLOB);
}

/** The last segment; what stands before a hole may be followed by a slash in it. In zsh `=rm` is the path of rm. */
export function baseName(program: Text): Text {
  const tail = isLiteral(program) ? program : (program.at(-1) ?? "");
  const name = tail.slice(tail.lastIndexOf("/") + 1).replace(/^=(?=\w)/, "");
  if (isLiteral(program) || tail.includes("/")) return name;
  return headOf(program).includes("/") || program.length > 2 ? ["", tail] : program;
}

/** The lower-cased last segment, or null when the program is known at run time only. */
export function knownName(word: Word | undefined): string | null {
  if (word === undefined) return null;
  const name = baseName(programText(word));
  return isLiteral(name) ? name.toLowerCase() : null;
}
