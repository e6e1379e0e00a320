/** The patterns of `like`, matched in time linear in the text: literals between stars, each taken where it first stands. */

import type { LikePattern } from "./expression.ts";

/** Where a word first stands in a text at or after an offset; -1 for nowhere. */
type Search = (text: string, from: number) => number;

/** Up to here the engine's own search, which may look at each unit that many times, is the fastest. */
const SHORT = 16;

/** Compiles a pattern. Whole texts match, and a star takes any run of characters, line ends too. */
export function compileLike(pattern: LikePattern): (text: string) => boolean {
  const [head = "", ...rest] = literals(pattern);
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === head;
  const middle = rest.filter((word) => word !== "").map((word) => ({ find: searchFor(word), length: word.length }));
  const least = head.length + tail.length;
  return (text) => {
    if (text.length < least || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const { find, length } of middle) {
      const found = find(text, at);
      if (found < 0) return false;
      at = found + length;
    }
    return at + tail.length <= text.length;
  };
}

/** What stands before, between and after the stars. */
function literals(pattern: LikePattern): string[] {
  const words = [""];
  for (const part of pattern) {
    if (part === null) words.push("");
    else words[words.length - 1] += part;
  }
  return words;
}

function searchFor(word: string): Search {
  return word.length <= SHORT ? (text, from) => text.indexOf(word, from) : knuthMorrisPratt(word);
}

function knuthMorrisPratt(word: string): Search {
  const borders = bordersOf(word);
  return (text, from) => {
    let matched = 0;
    for (let at = from; at < text.length; at++) {
      matched = advance(word, borders, [matched, text.charCodeAt(at)]);
      if (matched === word.length) return at + 1 - matched;
    }
    return -1;
  };
}

/** For each length, how much of the word's start also ends its first `length` units. */
function bordersOf(word: string): Uint32Array {
  const borders = new Uint32Array(word.length + 1);
  for (let at = 1; at < word.length; at++) {
    borders[at + 1] = advance(word, borders, [borders[at]!, word.charCodeAt(at)]);
  }
  return borders;
}

function advance(word: string, borders: Uint32Array, [matched, unit]: readonly [number, number]): number {
  let length = matched;
  while (length > 0 && word.charCodeAt(length) !== unit) length = borders[length]!;
  return word.charCodeAt(length) === unit ? length + 1 : 0;
}
