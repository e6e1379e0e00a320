/** What a command finds on its standard input, as far as the line tells. */

import { knownName } from "./program-name.ts";
import type { Stdin } from "./run.ts";
import type { Redirect, Simple } from "./syntax.ts";
import { isLiteral, withMark } from "./text.ts";

const UNKNOWN: Stdin = { kind: "unknown" };

/** What the redirects put on the standard input; null when they leave it. */
export function stdinOf(redirects: readonly Redirect[]): Stdin | null {
  const last = redirects.findLast(({ operator }) => operator.startsWith("<"));
  if (last === undefined) return null;
  if (last.operator === "<<") return { kind: "text", text: last.target.text };
  if (last.operator === "<<<") return { kind: "text", text: last.target.text };
  const isNamed = last.operator === "<" && isLiteral(last.target.text) && !last.target.text.startsWith("/dev/");
  return isNamed ? { kind: "file" } : UNKNOWN;
}

/** What a literal `echo`, `printf` or here-document to `cat` writes into the pipe. */
export function outputOf({ words, redirects }: Simple): Stdin {
  const name = knownName(words[0]);
  const operands = words.slice(1);
  if (redirects.some(({ operator }) => operator.includes(">"))) return UNKNOWN;
  if (name === "cat" && operands.length === 0) return stdinOf(redirects) ?? UNKNOWN;
  if (operands.some((word) => word.glob || word.braces || !isLiteral(word.text))) return UNKNOWN;
  const texts = operands.map((word) => withMark(word.text, ""));
  if (name === "echo") return echoed(texts);
  return name === "printf" ? printed(texts) : UNKNOWN;
}

function echoed(texts: readonly string[]): Stdin {
  const from = texts.findIndex((text) => !/^-[neE]+$/.test(text));
  const text = (from === -1 ? [] : texts.slice(from)).join(" ");
  return text.includes("\\") ? UNKNOWN : { kind: "text", text };
}

function printed([format = "", ...values]: readonly string[]): Stdin {
  const plain = format.replaceAll("\\n", "\n");
  if (plain.includes("\\")) return UNKNOWN;
  if (!plain.includes("%")) return { kind: "text", text: plain };
  return /^%s\n?$/.test(plain) && values.length > 0
    ? { kind: "text", text: values.join(plain.endsWith("\n") ? "\n" : "") }
    : UNKNOWN;
}
