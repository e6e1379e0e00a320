/** Redirects, as they are written. */

import { isDigit } from "./character.ts";
import { announceHeredoc } from "./heredoc.ts";
import { GrammarError, noteVariable, type Source, skipBlanks, startsWith } from "./source.ts";
import type { Redirect, Word } from "./syntax.ts";
import { readWord } from "./word.ts";

/** Longest first. */
const OPERATORS = ["&>>", "<<<", "<<-", "<<", "<&", "<>", ">>", ">|", ">&", "&>", "<", ">"];
const VARIABLE = /^\{\w+\}$/;

/** The redirect at the position, with its descriptor, or null when there is none. */
export function readRedirect(source: Source): Redirect | null {
  const start = source.at;
  while (isDigit(source.text.charCodeAt(source.at))) source.at += 1;
  const operator = operatorAt(source);
  if (operator === null || (operator.startsWith("&") && source.at > start)) {
    source.at = start;
    return null;
  }
  source.at += operator.length;
  return readTarget(source, operator);
}

/** True when the word is a descriptor variable of the redirect that follows it at once: `{fd}>file`. */
export function isDescriptorVariable(word: Word, source: Source): boolean {
  const isVariable = VARIABLE.test(word.raw) && /[<>]/.test(source.text[source.at] ?? "");
  if (isVariable) noteVariable(source, word.raw);
  return isVariable;
}

function operatorAt(source: Source): string | null {
  const c = source.text[source.at];
  if (c !== "<" && c !== ">" && !(c === "&" && source.text[source.at + 1] === ">")) return null;
  if (c !== "&" && source.text[source.at + 1] === "(") return null;
  return OPERATORS.find((operator) => startsWith(source, operator)) ?? null;
}

function readTarget(source: Source, operator: string): Redirect {
  if (operator === "<<" || operator === "<<-") return announceHeredoc(source, operator);
  skipBlanks(source);
  const target = readWord(source);
  if (target.braces) throw new GrammarError("a redirect to several words", source);
  return { operator, target };
}
