/** The refusal of a JSON text: what is wrong, and where. */

export type JsonErrorCode =
  | "json.syntax"
  | "json.duplicate_key"
  | "json.depth"
  | "json.size"
  | "json.utf8"
  | "json.number"
  | "json.string";

export interface JsonPlace {
  readonly text: string;
  /** UTF-16 offset in the text. */
  readonly offset: number;
  /** JSON Pointer (RFC 6901) of the value that was being read. */
  readonly pointer: string;
}

/** Thrown by `parseJson`: a closed code, and the place as UTF-16 offset, line and column (from 1) and JSON Pointer. */
export class JsonError extends Error {
  readonly code: JsonErrorCode;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;

  constructor(code: JsonErrorCode, message: string, place: JsonPlace) {
    const before = place.text.slice(0, place.offset);
    const line = before.split("\n").length;
    const column = place.offset - before.lastIndexOf("\n");
    super(`${message} at line ${line}, column ${column}`);
    this.name = "JsonError";
    this.code = code;
    this.offset = place.offset;
    this.line = line;
    this.column = column;
    this.pointer = place.pointer;
  }
}

/** The JSON Pointer (RFC 6901 §3) made of the segments. */
export function pointerOf(segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A piece of foreign text for a message: one line of printable ASCII in backticks, at most 40 characters of it. */
export function quoted(piece: string): string {
  const cut = piece.length > 40 ? `${piece.slice(0, 40)}…` : piece;
  return `\`${cut.replace(/[^ -~…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\``;
}
