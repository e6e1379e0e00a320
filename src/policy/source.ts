/** A policy file as it was given, and as it was parsed, with the places of everything in it. */

export interface PolicyFile {
  /** As it shall stand in diagnostics and reasons, e.g. `policy.toml`; its ending chooses the format. */
  readonly name: string;
  readonly text: string;
}

/** Where a key and its value begin: offsets into the text. */
export interface Place {
  readonly key: number;
  readonly value: number;
}

/** A parsed file. Integers are bigint, other numbers number; where exactness counts, read `rawText`. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
  /** The place of a JSON Pointer, or undefined. The first question may scan the whole text. */
  readonly place: (pointer: string) => Place | undefined;
}

/** The place of a pointer, or of its nearest ancestor that has one; null for the whole file. */
export function nearestPlace(source: Source, pointer: string): Place | null {
  for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
    const place = source.place(at);
    if (place !== undefined) return place;
  }
  return null;
}

// A TOML date may have a blank before its time.
const SCALAR = /(?:\d{4}-\d\d-\d\d )?[^\s,\]}#]+/y;

/** The number or date at a pointer, letter by letter as it is written. */
export function rawText(source: Source, pointer: string): string {
  SCALAR.lastIndex = source.place(pointer)?.value ?? source.text.length;
  return SCALAR.exec(source.text)?.[0] ?? "";
}

/** A name as a JSON Pointer writes it (RFC 6901 §3). */
export function pointerName(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
}
