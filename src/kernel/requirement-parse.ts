/** Reads the text of a requirement: `2 of finance`, `1 of user:alice and 2 of role:admin`, `(…) or (…)`. */

import type { Count, Group, Requirement } from "./requirement.ts";

export type ParsedRequirement =
  | { readonly ok: true; readonly requirement: Requirement }
  /** `offset` counts UTF-16 units from 0. */
  | { readonly ok: false; readonly offset: number; readonly message: string; readonly help: string };

interface Token {
  readonly text: string;
  readonly offset: number;
}

/** Where reading stands. */
interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** Thrown and caught in this file only. */
class Unreadable extends Error {
  readonly offset: number;
  readonly help: string;

  constructor(message: string, offset: number, help: string) {
    super(message);
    this.offset = offset;
    this.help = help;
  }
}

const MAX_LENGTH = 4096;
const MAX_DEPTH = 16;
const MAX_COUNT = 1000;

const JOINT = { and: "all", apart: "apart", or: "any" } as const;
type Word = keyof typeof JOINT;

const TOKEN = /\s*(\(|\)|(?:(?:user|role|group):)?"(?:[^"\\]|\\.)*"|[A-Za-z0-9_][A-Za-z0-9_.@/+:-]*)\s*/y;

/** A group without `user:`, `role:` or `group:` is a group; `and`, `or` and `apart` are not mixed without brackets. */
export function parseRequirement(text: string): ParsedRequirement {
  try {
    const cursor: Cursor = { tokens: tokensOf(text), at: 0, depth: 0 };
    const requirement = readJoined(cursor);
    const rest = peek(cursor);
    if (rest.text !== "") fail(`unexpected \`${rest.text}\``, rest, "join requirements with `and` or `or`");
    return { ok: true, requirement };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, offset: error.offset, message: error.message, help: error.help };
  }
}

/** The last token is empty and stands for the end. */
function tokensOf(text: string): readonly Token[] {
  if (text.length > MAX_LENGTH) fail("too long", { text, offset: MAX_LENGTH }, `use at most ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length && text.slice(offset).trim() !== "") {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (match === null) fail("unreadable text", { text, offset: offset + blanksAt(text, offset) }, EXAMPLE);
    tokens.push({ text: match[1]!, offset: offset + match[0].indexOf(match[1]!) });
    offset = TOKEN.lastIndex;
  }
  return [...tokens, { text: "", offset: text.length }];
}

const EXAMPLE = 'write for example `2 of finance`, `1 of user:alice`, or `1 of group:"the board"`';

function blanksAt(text: string, offset: number): number {
  return text.slice(offset).length - text.slice(offset).trimStart().length;
}

function readJoined(cursor: Cursor): Requirement {
  const start = peek(cursor);
  const parts = [readOne(cursor)];
  const word = peek(cursor);
  if (!isWord(word.text)) return parts[0]!;
  while (isWord(peek(cursor).text)) {
    const joint = take(cursor);
    if (joint.text !== word.text) {
      fail(`\`${joint.text}\` after \`${word.text}\``, joint, "put brackets around what belongs together");
    }
    parts.push(readOne(cursor));
  }
  const kind = JOINT[word.text];
  if (kind !== "apart") return { kind, of: parts };
  if (parts.every((part) => part.kind === "count")) return { kind, of: parts };
  return fail("`apart` between brackets", start, "`apart` stands between plain counts: `1 of ops apart 2 of finance`");
}

function readOne(cursor: Cursor): Requirement {
  const first = take(cursor);
  if (first.text === "(") return readBracketed(cursor, first);
  if (first.text === "nobody") return { kind: "all", of: [] };
  return readCounted(cursor, first);
}

function readCounted(cursor: Cursor, first: Token): Count {
  const count = readCount(first);
  const of = take(cursor);
  if (of.text !== "of") fail(`expected \`of\`, found ${shown(of)}`, of, EXAMPLE);
  return { kind: "count", count, of: readGroup(take(cursor)), requester_counts: readIncluding(cursor) };
}

function readIncluding(cursor: Cursor): boolean {
  if (peek(cursor).text !== "including") return false;
  take(cursor);
  const whom = take(cursor);
  return whom.text === "requester" || fail(`expected \`requester\`, found ${shown(whom)}`, whom, EXAMPLE);
}

function readBracketed(cursor: Cursor, opening: Token): Requirement {
  if (++cursor.depth > MAX_DEPTH) fail("too many brackets", opening, `nest at most ${MAX_DEPTH} deep`);
  const inside = readJoined(cursor);
  const closing = take(cursor);
  if (closing.text !== ")") fail(`expected \`)\`, found ${shown(closing)}`, closing, "close every bracket");
  cursor.depth--;
  return inside;
}

function readCount(token: Token): number {
  const count = /^[1-9][0-9]{0,3}$/.test(token.text) ? Number(token.text) : 0;
  if (count >= 1 && count <= MAX_COUNT) return count;
  return fail(`expected a number from 1 to ${MAX_COUNT}, found ${shown(token)}`, token, EXAMPLE);
}

function readGroup(token: Token): Group {
  if (token.text === "anyone") return { kind: "anyone" };
  const match = /^(?:(user|role|group):)?(.+)$/s.exec(token.text);
  const id = match === null ? null : idOf(match[2]!);
  if (match === null || id === null || RESERVED.has(match[0]))
    fail(`expected who, found ${shown(token)}`, token, EXAMPLE);
  return { kind: (match[1] ?? "group") as "user" | "role" | "group", id };
}

const RESERVED: ReadonlySet<string> = new Set(["", "and", "or", "apart", "of", "including", "nobody", "(", ")"]);

/** Null for an empty name, and for quotes that are not JSON. */
function idOf(text: string): string | null {
  if (!text.startsWith('"')) return text.includes(":") ? null : text;
  try {
    return JSON.parse(text) || null;
  } catch {
    return null;
  }
}

function isWord(text: string): text is Word {
  return Object.hasOwn(JOINT, text);
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.at]!;
}

function take(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.text !== "") cursor.at++;
  return token;
}

function shown(token: Token): string {
  return token.text === "" ? "the end" : `\`${token.text}\``;
}

function fail(message: string, token: Token, help: string): never {
  throw new Unreadable(message, token.offset, help);
}
