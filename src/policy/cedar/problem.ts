/** What is wrong with a Cedar document, and where: text by offset, JSON by pointer. */

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
