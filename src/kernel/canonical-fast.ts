/** Writes canonical JSON fast (`#canonical`): keys are sorted and escaped once for all objects that have the same. */

import { refused } from "./canonical-error.ts";
import { fitsInteger } from "./json-number.ts";
import { LONE_SURROGATE } from "./json-string.ts";
import { isPlain } from "./plain-text.ts";

interface Writer {
  text: string;
  /** Segments that lead to the value being written; only the first `depth` are current. */
  readonly path: (string | number)[];
  readonly maxDepth: number;
  depth: number;
}

/** What all objects with the same keys in the same order have in common. */
interface Shape {
  /** As `Object.keys` gives them. */
  readonly given: readonly string[];
  readonly sorted: readonly string[];
  /** What stands before the value of each sorted key: `{"a":`, then `,"b":`. */
  readonly openings: readonly string[];
}

const EMPTY: Shape = { given: [], sorted: [], openings: [] };
/** Shapes met before, so that keys are sorted and escaped once: a cache of fixed size that no output depends on. */
const SHAPES: Shape[] = Array<Shape>(512).fill(EMPTY);

/** The text of a value, as `canonical` says. */
export function writeCanonical(value: unknown, maxDepth: number): string {
  const writer: Writer = { text: "", path: [], maxDepth, depth: 0 };
  write(writer, value);
  return writer.text;
}

function write(writer: Writer, value: unknown): void {
  if (typeof value === "string") writer.text += stringText(writer, value);
  else if (typeof value === "number") writer.text += numberText(writer, value);
  else if (value === null) writer.text += "null";
  else if (typeof value === "boolean") writer.text += value ? "true" : "false";
  else if (typeof value === "bigint") writer.text += bigintText(writer, value);
  else if (typeof value !== "object") refuse(writer, `a value of type ${typeof value}`);
  else if (writer.depth >= writer.maxDepth) refuse(writer, `nested deeper than ${writer.maxDepth} levels`);
  else if (Array.isArray(value)) writeArray(writer, value);
  else writeObject(writer, value);
}

function stringText(writer: Writer, value: string): string {
  if (isPlain(value)) return `"${value}"`;
  if (LONE_SURROGATE.test(value)) refuse(writer, "lone surrogate");
  return JSON.stringify(value);
}

function numberText(writer: Writer, value: number): string {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  return refuse(writer, `the number ${value} is not exact; use a string or a bigint`);
}

function bigintText(writer: Writer, value: bigint): string {
  return fitsInteger(value) ? String(value) : refuse(writer, "an integer of more than 64 bits");
}

function writeArray(writer: Writer, array: readonly unknown[]): void {
  const depth = writer.depth++;
  writer.text += "[";
  for (let index = 0; index < array.length; index++) {
    writer.path[depth] = index;
    if (index > 0) writer.text += ",";
    write(writer, array[index]);
  }
  writer.text += "]";
  writer.depth = depth;
}

function writeObject(writer: Writer, object: object): void {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) refuse(writer, "an object that is not plain");
  const members = object as Readonly<Record<string, unknown>>;
  const { sorted, openings } = shapeOf(writer, Object.keys(object));
  const depth = writer.depth++;
  for (let index = 0; index < sorted.length; index++) {
    const key = sorted[index]!;
    writer.path[depth] = key;
    writer.text += openings[index]!;
    write(writer, members[key]);
  }
  writer.text += sorted.length > 0 ? "}" : "{}";
  writer.depth = depth;
}

/** The shape of an object with these keys in this order. */
function shapeOf(writer: Writer, given: readonly string[]): Shape {
  if (given.length === 0) return EMPTY;
  const slot = slotOf(given);
  const newer = SHAPES[slot]!;
  if (isSame(newer.given, given)) return newer;
  const older = SHAPES[slot + 1]!;
  if (isSame(older.given, given)) return older;
  // Array.prototype.toSorted compares UTF-16 code units, as RFC 8785 §3.2.3 demands.
  const sorted = given.toSorted();
  const openings = sorted.map((key, index) => `${index > 0 ? "," : "{"}${stringText(writer, key)}:`);
  const shape = { given, sorted, openings };
  if (given.length > 32 || given.some((key) => key.length > 64)) return shape;
  // Two that fall on one place do not drive each other out.
  SHAPES[slot + 1] = newer;
  SHAPES[slot] = shape;
  return shape;
}

/** The first of the two places in which a shape is remembered, by a few of its keys. */
function slotOf(given: readonly string[]): number {
  const { length } = given;
  const first = given[0]!;
  const middle = given[length >> 1]!;
  const last = given[length - 1]!;
  const ends = first.length * 11 + last.length * 5 + first.charCodeAt(0) * 3 + last.charCodeAt(0);
  return (length * 37 + ends + middle.length * 7 + middle.charCodeAt(middle.length - 1) * 13) & 510;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

function refuse(writer: Writer, what: string): never {
  throw refused(what, writer.path.slice(0, writer.depth));
}
