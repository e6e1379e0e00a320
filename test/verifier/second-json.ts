/** Canonical JSON, naively: read it and write it again. */

type Value = null | boolean | string | number | bigint | readonly Value[] | Tree;
export interface Tree {
  readonly [name: string]: Value;
}

/** RFC 8785 §3.2.3: keys in order of their UTF-16 units; integers of up to 64 bits as their digits. */
export function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.keys(value)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${write((value as Tree)[name])}`);
    return `{${members.join(",")}}`;
  }
  if (value === undefined) throw new Error("nothing to write");
  return typeof value === "bigint" ? `${value}` : JSON.stringify(value);
}

/** A recursive descent over canonical text only; throws for every other. */
export function read(text: string): Value {
  let at = 0;
  const value = readValue();
  if (at !== text.length || write(value) !== text || !text.isWellFormed() || /\\ud[89a-f]/i.test(text))
    throw new Error("not canonical");
  return value;

  function take(what: string): boolean {
    if (!text.startsWith(what, at)) return false;
    at += what.length;
    return true;
  }
  function must(what: string): void {
    if (!take(what)) throw new Error(`expected ${what} at ${at}`);
  }
  function readValue(): Value {
    if (take("null")) return null;
    if (take("true")) return true;
    if (take("false")) return false;
    if (text[at] === '"') return readText();
    if (take("[")) return readList();
    if (take("{")) return readObject();
    const [digits = ""] = /^-?[0-9.eE+-]+/.exec(text.slice(at, at + 400)) ?? [];
    at += digits.length;
    const number = Number(digits);
    if (digits === "" || Number.isNaN(number)) throw new Error(`expected a value at ${at}`);
    return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
  }
  function readText(): string {
    let end = at + 1;
    while (text[end] !== '"') {
      if (end >= text.length) throw new Error("a text without end");
      end += text[end] === "\\" ? 2 : 1;
    }
    const read = JSON.parse(text.slice(at, end + 1)) as string;
    at = end + 1;
    return read;
  }
  function readList(): Value {
    const list: Value[] = [];
    while (!take("]")) {
      if (list.length > 0) must(",");
      list.push(readValue());
    }
    return list;
  }
  function readObject(): Value {
    const members = new Map<string, Value>();
    while (!take("}")) {
      if (members.size > 0) must(",");
      const name = readText();
      if (members.has(name)) throw new Error("a key twice");
      must(":");
      members.set(name, readValue());
    }
    return Object.fromEntries(members);
  }
}
