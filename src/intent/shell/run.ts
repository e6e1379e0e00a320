/** What a command runs besides itself, and the pieces of which readers make it. */

import type { Text } from "../../kernel/request.ts";
import type { Word } from "./syntax.ts";
import { isLiteral, joinWords } from "./text.ts";

/** What a command finds on its standard input. */
export type Stdin =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "file" }
  | { readonly kind: "unknown" };

/** One thing that a command runs. */
export type Run =
  | {
      readonly kind: "argv";
      readonly words: readonly Word[];
      readonly where: Where;
      /** Where it goes first, when that is known. */
      readonly folder?: Text | undefined;
    }
  | { readonly kind: "script"; readonly text: Text; readonly where: Where }
  /** Code that is not the shell's, or is known at run time only. */
  | { readonly kind: "code" };

/** In this shell, in a process of its own, or in a directory that is not known. */
export type Where = "here" | "forked" | "elsewhere";

/** All that a command runs. */
export interface Unwrapped {
  readonly runs: readonly Run[];
  /** Why the wrapper could not be read for certain, or null. */
  readonly doubt: string | null;
}

/** The command runs nothing but itself. */
export const NOTHING: Unwrapped = { runs: [], doubt: null };
/** Code that cannot be read here. */
export const CODE: Run = { kind: "code" };
/** No table has this text. */
const HOLE_MARK = "\u0000";

/** A wrapper's option that its table does not know may change everything behind it. */
export function unknownOption(words: readonly Word[], option: string): Unwrapped {
  return { runs: [CODE], doubt: `\`${words[0]?.raw ?? ""}\` with the unknown option \`${option}\`` };
}

/** A shell without a script reads what it finds on its standard input. */
export function stdinRuns(stdin: Stdin): Unwrapped {
  if (stdin.kind === "file") return NOTHING;
  return stdin.kind === "text" ? scriptOf(stdin.text, "forked") : { runs: [CODE], doubt: null };
}

/** The command runs this script. */
export function scriptOf(text: Text, where: Where): Unwrapped {
  return { runs: [{ kind: "script", text, where }], doubt: null };
}

/** The words as one script, as a shell joins them. */
export function scriptText(words: readonly Word[]): Text {
  return joinWords(words.map((word) => word.text));
}

/** The text of a word where tables are asked; a word with holes is in none. */
export function textOf(word: Word | undefined): string {
  const text = word?.text ?? "";
  return isLiteral(text) ? text : HOLE_MARK;
}
/** A word that only run time fills; restrictions may read it as written. */
export function runtimeWord(raw: string): Word {
  return withHoles(
    {
      raw,
      text: raw,
      stand: null,
      glob: false,
      braces: false,
      splits: true,
      quoted: false,
      continued: false,
      inner: [],
    },
    raw,
  );
}

/** The word with a hole wherever the place is filled in at run time; `prefix` is what each filling begins with. */
export function withHoles(word: Word, place: string, prefix = ""): Word {
  if (!isLiteral(word.text) || !word.text.includes(place)) return word;
  const [first = "", ...others] = word.text.split(place);
  const text = [first + prefix, ...others.map((piece, index) => (index < others.length - 1 ? piece + prefix : piece))];
  return { ...word, text, stand: word.text };
}
