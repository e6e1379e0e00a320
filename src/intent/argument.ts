/** Arguments as patterns see them: docs/spec/request.md says which texts an allow needs and which a deny also sees. */

import { canonical } from "../kernel/canonical.ts";
import { foldCase } from "../kernel/glob.ts";
import type { Argument, NamedArgument, Text } from "../kernel/request.ts";
import { CallError, checkText, DEPTH_LIMIT, invalid, isRecord } from "./call.ts";

const NO_TEXTS: readonly Text[] = Object.freeze([]);

/** Any one of the texts may satisfy an allow. */
export function anyOf(exact: readonly Text[]): Argument {
  return { need: "any", exact, forms: NO_TEXTS, folded: addresses(exact), doubt: null, opaque: null };
}

/** An allow needs every one of the texts; `more` says what differs from a plain argument. */
export function allOf(exact: readonly Text[], more?: Partial<Argument>): Argument {
  return { need: "all", exact, forms: NO_TEXTS, folded: addresses(exact), doubt: null, opaque: null, ...more };
}

/** The host of an address is the same in any case (RFC 3986 §6.2.2.1), so restrictions see it folded too. */
function addresses(texts: readonly Text[]): readonly Text[] {
  for (let i = 0; i < texts.length; i++) if (isAddress(texts[i])) return texts.map(folded);
  return NO_TEXTS;
}

function isAddress(text: Text | undefined): boolean {
  // One character is found faster than three, and hardly any text has it.
  return typeof text === "string" && text.includes(":") && text.includes("://");
}

function folded(text: Text): Text {
  return typeof text === "string" ? foldCase(text) : text.map(foldCase);
}

/** The texts that are not among the known ones; neither list may be as long as a caller likes, squared. */
export function otherThan<T>(texts: readonly T[], known: readonly T[]): readonly T[] {
  if (texts.length * known.length < 64) return texts.filter((text) => !known.includes(text));
  const all = new Set(known);
  return texts.filter((text) => !all.has(text));
}

/** Radium's list arguments: each one singly, and all joined by a blank. */
export function listArgument(texts: readonly string[]): Argument {
  if (texts.length === 0) return anyOf([""]);
  return anyOf(texts.length === 1 ? texts : [...texts, texts.join(" ")]);
}

/** One value of an object, down to its leaves, with the name a rule knows it by: `a.b` for nested ones. */
export interface Leaf {
  readonly name: string;
  readonly texts: readonly string[];
  /** True when the value is a list: a deny also sees its joined form. */
  readonly list: boolean;
}

/** The leaves of an object of arguments; nesting beyond the published limit is refused. */
export function leavesOf(value: { readonly [name: string]: unknown }): readonly Leaf[] {
  const leaves = nestedLeaves(value, "", 1);
  return leaves.some(({ name }) => name.includes(".")) ? merged(leaves) : leaves;
}

/** `{"a.b": …}` and `{"a": {"b": …}}` have one name: neither may stand for the other. */
function merged(leaves: readonly Leaf[]): readonly Leaf[] {
  const byName = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const same = byName.get(leaf.name);
    if (same === undefined) byName.set(leaf.name, [leaf]);
    else same.push(leaf);
  }
  return [...byName].map(([name, same]) =>
    same.length === 1 ? (same[0] as Leaf) : { name, texts: same.flatMap(({ texts }) => texts), list: true },
  );
}

function nestedLeaves(value: { readonly [name: string]: unknown }, prefix: string, depth: number): readonly Leaf[] {
  if (depth > DEPTH_LIMIT) throw new CallError("request.too_large", `\`/args\` is nested deeper than ${DEPTH_LIMIT}`);
  return Object.keys(value).flatMap((key) => {
    const name = checkText(prefix + key, "/args");
    const held = value[key];
    if (isRecord(held)) return nestedLeaves(held, `${name}.`, depth + 1);
    return held === null || held === undefined ? [] : [leaf(name, held)];
  });
}

function leaf(name: string, value: unknown): Leaf {
  return Array.isArray(value)
    ? { name, texts: value.map((item) => textOf(item, "/args", name)), list: true }
    : { name, texts: [textOf(value, "/args", name)], list: false };
}

/** The text of a scalar; what is neither text nor number nor truth value counts by its canonical JSON. */
export function textOf(value: unknown, pointer: string, place: string | number): string {
  return checkText(typeof value === "string" ? value : canonicalText(value, `${pointer}/${place}`), pointer, place);
}

function canonicalText(value: unknown, pointer: string): string {
  try {
    return canonical(value);
  } catch (error) {
    throw invalid(`\`${pointer}\`: ${error instanceof Error ? error.message : "not JSON"}`);
  }
}

/** A named argument that is not a path: an allow needs each of its texts, a deny also sees them joined. */
export function plainField({ name, texts, list }: Leaf): NamedArgument {
  return { name, ...allOf(texts, { forms: list && texts.length > 1 ? [texts.join(" ")] : NO_TEXTS }) };
}

/** The last part of an argument's name as tools spell it one way or another: without case, `_` and `-`. */
export function plainName(name: string): string {
  return plainPart(name.slice(name.lastIndexOf(".") + 1));
}

/** All the parts of an argument's name, each spelt plainly. */
export function plainParts(name: string): readonly string[] {
  return name.split(".").map(plainPart);
}

function plainPart(part: string): string {
  return part.replace(/[_-]/g, "").toLowerCase();
}
