/** Texts with run-time holes: joining, splitting and comparing them. */

import type { Text } from "../../kernel/request.ts";

/** A text of which nothing is known. */
export const HOLE: Text = ["", ""];

/** The words with one blank between them. */
export function joinWords(words: readonly Text[]): Text {
  return joinTexts(words, " ");
}

/** The texts with a separator between them; holes that touch become one. */
export function joinTexts(texts: readonly Text[], separator: string): Text {
  if (texts.every(isLiteral)) return texts.join(separator);
  const pieces: string[] = [""];
  texts.forEach((text, index) => {
    if (index > 0) pieces[pieces.length - 1] += separator;
    appendText(pieces, text);
  });
  return fromPieces(pieces);
}

/** The one text behind the other. */
export function concatTexts(left: Text, right: Text): Text {
  return joinTexts([left, right], "");
}

/** One string for a text, in which every hole is the given mark. */
export function withMark(text: Text, mark: string): string {
  return isLiteral(text) ? text : text.join(mark);
}

/** True for a text without holes. */
export function isLiteral(text: Text): text is string {
  return typeof text === "string";
}

/** The literal before the first hole. */
export function headOf(text: Text): string {
  return isLiteral(text) ? text : (text[0] ?? "");
}

/** The text without its first `count` units, which must lie before the first hole. */
export function dropHead(text: Text, count: number): Text {
  return isLiteral(text) ? text.slice(count) : [headOf(text).slice(count), ...text.slice(1)];
}

/** The texts in their order, without repeats. */
export function distinct(texts: readonly Text[]): readonly Text[] {
  if (texts.length < 2) return texts;
  const kept: Text[] = [];
  for (const text of texts) if (!kept.some((other) => isSame(text, other))) kept.push(text);
  return kept;
}

/** True for equal texts. */
export function isSame(left: Text, right: Text): boolean {
  if (left === right) return true;
  if (isLiteral(left) || isLiteral(right)) return false;
  return left.length === right.length && left.every((piece, index) => piece === right[index]);
}

/** Pieces to a text: a hole with nothing between it and the next is one hole. */
export function fromPieces(pieces: readonly string[]): Text {
  if (pieces.length === 1) return pieces[0] ?? "";
  const last = pieces.length - 1;
  return pieces.filter((piece, index) => index === 0 || index === last || piece !== "");
}

function appendText(pieces: string[], text: Text): void {
  pieces[pieces.length - 1] += headOf(text);
  if (!isLiteral(text)) pieces.push(...text.slice(1));
}
