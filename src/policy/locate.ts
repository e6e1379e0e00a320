/** Where everything stands in a valid TOML or JSON text, by JSON Pointer. One scanner: JSON is almost a TOML value. */

import { type Place, pointerName, type Source } from "./source.ts";

interface Scan {
  readonly text: string;
  readonly places: Map<string, Place>;
  /** Pointers of more names than this are not recorded. */
  readonly levels: number;
  /** Lengths of the arrays of tables. */
  readonly lengths: Map<string, number>;
}

/** A recorded table or value; null stands for everything that is not recorded. */
interface Node {
  readonly pointer: string;
  readonly level: number;
}

// A hostile file may hold millions of values; what is not recorded is reported at its nearest ancestor.
const MAX_PLACES_A_LEVEL = 125_000;
// `/rules/7` is all that a policy without mistakes is asked for; `/rules/7/examples/allow/0` is the deepest question.
const SHALLOW = 2;
const DEEP = 8;

const ROOT: Node = { pointer: "", level: 0 };
const FIRST_RULE: Node = { pointer: "/rules/0", level: 2 };

type Places = ReadonlyMap<string, Place>;

/** Scans a text when it is asked: once for all rules, once for all else, and each rule for itself. */
export function lazyPlaces(text: string, locate: (text: string, levels: number) => Places): Source["place"] {
  let shallow: Places | null = null;
  let deep: Places | null = null;
  let rule: RulePlaces | null = null;
  return (pointer) => {
    shallow ??= locate(text, SHALLOW);
    if (isShallow(pointer)) return shallow.get(pointer);
    const index = Number(/^\/rules\/(\d+)\//.exec(pointer)?.[1] ?? -1);
    if (index === -1) {
      deep ??= locate(text, DEEP);
      return deep.get(pointer);
    }
    if (rule?.index !== index) rule = locateRule(text, index, shallow);
    return placeInRule(rule, pointer);
  };
}

function isShallow(pointer: string): boolean {
  const second = pointer.indexOf("/", 1);
  return second === -1 || pointer.indexOf("/", second + 1) === -1;
}

/** The places inside of one rule, as if it stood first in its file, and at the beginning of the text. */
interface RulePlaces {
  readonly index: number;
  readonly start: number;
  readonly places: Places;
}

/** A `[[rules]]` table ends where the next one begins; any other rule is one value. */
function locateRule(text: string, index: number, shallow: Places): RulePlaces {
  const start = shallow.get(`/rules/${index}`)?.value ?? text.length;
  if (text.startsWith("[[", start)) {
    const section = text.slice(start, shallow.get(`/rules/${index + 1}`)?.key);
    return { index, start, places: locateToml(section, DEEP) };
  }
  const scan = startScan(text.slice(start), DEEP);
  scanValue(scan, 0, FIRST_RULE);
  return { index, start, places: scan.places };
}

function placeInRule({ index, start, places }: RulePlaces, pointer: string): Place | undefined {
  const place = places.get(`${FIRST_RULE.pointer}${pointer.slice(`/rules/${index}`.length)}`);
  return place && { key: place.key + start, value: place.value + start };
}

/** Scans a TOML text that its parser has accepted, with a bounded depth. */
export function locateToml(text: string, levels: number): Places {
  const scan = startScan(text, levels);
  let table: Node | null = ROOT;
  let at = skipBlank(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  while (at < text.length) {
    if (text[at] === "[") {
      table = openTable(scan, at);
      at = lineEnd(text, at);
    } else {
      at = scanPair(scan, at, table);
    }
    at = skipBlank(text, at);
  }
  return scan.places;
}

/** Scans a JSON text that its parser has accepted, with a bounded depth. */
export function locateJson(text: string, levels: number): Places {
  const scan = startScan(text, levels);
  scanValue(scan, skipBlank(text, 0), ROOT);
  return scan.places;
}

function startScan(text: string, levels: number): Scan {
  return { text, levels, places: new Map(), lengths: new Map() };
}

/** Records a `[table]` or `[[array of tables]]` header and gives the table that follows. */
function openTable(scan: Scan, at: number): Node | null {
  const isArray = scan.text[at + 1] === "[";
  const { names } = readKey(scan.text, skipSpace(scan.text, at + (isArray ? 2 : 1)));
  const place = { key: at, value: at };
  let table: Node | null = ROOT;
  for (const [index, name] of names.entries()) {
    table = record(scan, child(scan, table, name), place);
    if (table === null) return null;
    const length = scan.lengths.get(table.pointer) ?? 0;
    const isNew = isArray && index === names.length - 1;
    if (isNew) scan.lengths.set(table.pointer, length + 1);
    if (isNew || length > 0) table = record(scan, child(scan, table, `${isNew ? length : length - 1}`), place);
  }
  return table;
}

/** Records `key = value` and everything inside the value; gives the offset behind it. */
function scanPair(scan: Scan, at: number, table: Node | null): number {
  const key = readKey(scan.text, at);
  const value = skipBlank(scan.text, key.end + 1);
  let node = table;
  for (const name of key.names) node = record(scan, child(scan, node, name), { key: at, value });
  return scanValue(scan, value, node);
}

function scanValue(scan: Scan, at: number, node: Node | null): number {
  switch (scan.text[at]) {
    case '"':
    case "'":
      return skipString(scan.text, at);
    case "[":
      return scanArray(scan, at, node);
    case "{":
      return scanInlineTable(scan, at, node);
    default:
      return skipScalar(scan.text, at);
  }
}

function scanArray(scan: Scan, open: number, node: Node | null): number {
  let at = skipBlank(scan.text, open + 1);
  for (let index = 0; at < scan.text.length && scan.text[at] !== "]"; index++) {
    const item = record(scan, child(scan, node, `${index}`), { key: at, value: at });
    at = skipComma(scan.text, scanValue(scan, at, item));
  }
  return at + 1;
}

function scanInlineTable(scan: Scan, open: number, node: Node | null): number {
  let at = skipBlank(scan.text, open + 1);
  while (at < scan.text.length && scan.text[at] !== "}") at = skipComma(scan.text, scanPair(scan, at, node));
  return at + 1;
}

function child(scan: Scan, parent: Node | null, name: string): Node | null {
  if (parent === null || parent.level === scan.levels || scan.places.size >= scan.levels * MAX_PLACES_A_LEVEL)
    return null;
  return { pointer: `${parent.pointer}/${pointerName(name)}`, level: parent.level + 1 };
}

function record(scan: Scan, node: Node | null, place: Place): Node | null {
  if (node !== null && !scan.places.has(node.pointer)) scan.places.set(node.pointer, place);
  return node;
}

const BARE = /[A-Za-z0-9_-]+/y;

/** Reads a dotted key; `end` is the offset of the `=`, `:` or `]` behind it. */
function readKey(text: string, from: number): { readonly names: readonly string[]; readonly end: number } {
  const names: string[] = [];
  for (let at = from; ; at = skipSpace(text, at + 1)) {
    const end = keyPartEnd(text, at);
    // A name too many stands for all that follow: it is too deep to be recorded.
    if (names.length <= DEEP) names.push(keyName(text.slice(at, end)));
    at = skipBlank(text, end);
    if (text[at] !== ".") return { names, end: at };
  }
}

function keyPartEnd(text: string, at: number): number {
  if (text[at] === '"' || text[at] === "'") return skipString(text, at);
  BARE.lastIndex = at;
  return BARE.test(text) ? BARE.lastIndex : at;
}

// What JSON cannot read in a string; a key with it stays as written, and is reported at its nearest ancestor.
const NOT_JSON = /\\[^"\\/bfnrtu]|\t/;

function keyName(part: string): string {
  if (part[0] !== '"' && part[0] !== "'") return part;
  if (part[0] === "'" || !part.includes("\\")) return part.slice(1, -1);
  return NOT_JSON.test(part.replaceAll("\\\\", "")) ? part : JSON.parse(part);
}

function skipString(text: string, at: number): number {
  const quote = text[at] ?? "";
  const isLong = text.startsWith(quote.repeat(3), at);
  const close = isLong ? quote.repeat(3) : quote;
  let end = at + close.length;
  while (end < text.length && !text.startsWith(close, end)) end += quote === '"' && text[end] === "\\" ? 2 : 1;
  end += close.length;
  // A long string may end in one or two quotes of its own.
  for (let extra = 0; isLong && extra < 2 && text[end] === quote; extra++) end++;
  return end;
}

const AFTER_SCALAR = /[,\]}#\n]|$/g;

function skipScalar(text: string, at: number): number {
  AFTER_SCALAR.lastIndex = at;
  return AFTER_SCALAR.exec(text)?.index ?? text.length;
}

function skipComma(text: string, at: number): number {
  const next = skipBlank(text, at);
  return text[next] === "," ? skipBlank(text, next + 1) : next;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** Skips blanks, line ends and comments. */
function skipBlank(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x23) at = lineEnd(text, at) - 1;
    else if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return at;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
