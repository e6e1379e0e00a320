/** What is wrong with a payment document: all of it, each with its place. */

export type ProblemCode =
  | "schema.invalid_root"
  | "schema.unknown_field"
  | "schema.missing_field"
  | "schema.wrong_type"
  | "schema.value_out_of_range";

export interface Problem {
  /** JSON Pointer (RFC 6901) of the value, or of the place where it is missing. */
  readonly pointer: string;
  readonly code: ProblemCode;
  /** Lowercase, one line, foreign text in backticks. */
  readonly message: string;
}

/** Problems that are listed; a hostile document may have a hundred thousand. */
const MAX_PROBLEMS = 100;

/** Adds a problem; gives undefined, so that a reader can return it. */
export function report(problems: Problem[], problem: Problem): undefined {
  if (problems.length < MAX_PROBLEMS) problems.push(problem);
}
