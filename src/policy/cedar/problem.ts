/** What is wrong with a Cedar document, and where: text by offset, JSON by pointer. */

import { nearest } from "../suggest.ts";

export interface Place {
  readonly file: string;
  /** A UTF-16 offset in the text, or the JSON Pointer of a value. */
  readonly at: number | string;
}

export interface Problem {
  readonly place: Place;
  /** Lowercase, one line, input in backticks. */
  readonly message: string;
  /** What to do next, or null. */
  readonly help: string | null;
}

/** More than this of one document helps nobody, and a hostile document could hold millions. */
const MOST = 1000;

/** Adds a problem to the list, as long as there are few. */
export function report(problems: Problem[], problem: Problem): void {
  if (problems.length < MOST) problems.push(problem);
}

/** Only so many names are compared with a misspelt one: a document may declare any number. */
const MOST_COMPARED = 500;

/** Help for a name that is not known: the one it resembles, or else the other advice. */
export function helpFor(name: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(name, known.slice(0, MOST_COMPARED));
  return meant === null ? otherwise : `did you mean \`${meant}\`?`;
}
