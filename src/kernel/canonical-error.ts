/** The refusal of a value that has no JSON text. */

import { pointerOf, quoted } from "./json-error.ts";

/** Thrown by `canonical` for a value that has no JSON text; `pointer` is the JSON Pointer of the value. */
export class CanonicalError extends Error {
  readonly pointer: string;

  constructor(message: string, pointer: string) {
    super(`${message} at ${quoted(pointer)}`);
    this.name = "CanonicalError";
    this.pointer = pointer;
  }
}

export function refused(what: string, path: readonly (string | number)[]): CanonicalError {
  return new CanonicalError(`no canonical json: ${what}`, pointerOf(path));
}
