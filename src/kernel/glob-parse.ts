/** The glob flavour of docs/spec/glob.md: from text to tokens. */

/** What matches exactly one code point, or a known run of them. `ranges` holds pairs of code points, both inclusive. */
export type Unit =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "one" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly number[] };

/** `run` is a single star; `path` is a double star together with the `/` behind it. */
export type Token = Unit | { readonly kind: "run" } | { readonly kind: "path" };

export interface Glob {
  readonly kind: "glob";
  readonly pattern: string;
  /** Neighbouring literals are one token; a class of one character (`[*]`) is a literal. */
  readonly tokens: readonly Token[];
}

/** Why a pattern is refused; policy/glob-problem.ts says it to people. */
export type GlobFlaw = "many stars" | "stray stars" | "open class" | "half character";

export interface GlobProblem {
  readonly kind: "problem";
  readonly flaw: GlobFlaw;
  /** A UTF-16 offset into the pattern. */
  readonly at: number;
}

interface Reader {
  readonly pattern: string;
  at: number;
  readonly tokens: Token[];
}

const ONE: Token = { kind: "one" };
const RUN: Token = { kind: "run" };
const PATH: Token = { kind: "path" };

/** Reads a pattern, or says what is wrong with it: stars that stand wrongly, an unclosed class, a lone surrogate. */
export function parseGlob(pattern: string): Glob | GlobProblem {
  const reader: Reader = { pattern, at: 0, tokens: [] };
  while (reader.at < pattern.length) {
    const problem = readToken(reader);
    if (problem !== null) return problem;
  }
  return { kind: "glob", pattern, tokens: reader.tokens };
}

/** Reads a pattern that is known to be good; throws when it is not. */
export function goodGlob(pattern: string): Glob {
  const glob = parseGlob(pattern);
  if (glob.kind === "problem") throw new TypeError(`bad glob \`${pattern}\` at ${glob.at}: ${glob.flaw}`);
  return glob;
}

function readToken(reader: Reader): GlobProblem | null {
  switch (reader.pattern.charCodeAt(reader.at)) {
    case 0x3f:
      return accept(reader, ONE, reader.at + 1);
    case 0x2a:
      return readStars(reader);
    case 0x5b:
      return readClass(reader);
  }
  return readLiteral(reader);
}

/** Adds a token; joins literals, and `**` that follow each other, which mean no more than one. */
function accept(reader: Reader, token: Token, end: number): null {
  const { tokens } = reader;
  const last = tokens.length === 0 ? undefined : tokens[tokens.length - 1];
  reader.at = end;
  if (last?.kind === "literal" && token.kind === "literal") {
    tokens[tokens.length - 1] = { kind: "literal", text: last.text + token.text };
  } else if (last?.kind !== "path" || token.kind !== "path") {
    tokens.push(token);
  }
  return null;
}

function readStars(reader: Reader): GlobProblem | null {
  const { pattern, at } = reader;
  let end = at;
  while (pattern[end] === "*") end++;
  if (end - at === 1) return accept(reader, RUN, end);
  if (end - at > 2) return problem("many stars", at);
  const starts = at === 0 || pattern[at - 1] === "/";
  const ends = end === pattern.length || pattern[end] === "/";
  if (starts && ends) return accept(reader, PATH, Math.min(end + 1, pattern.length));
  return problem("stray stars", at);
}

function readClass(reader: Reader): GlobProblem | null {
  const { pattern, at } = reader;
  const negated = pattern[at + 1] === "!";
  const start = at + (negated ? 2 : 1);
  const close = pattern.indexOf("]", start + 1);
  if (close < 0) return problem("open class", at);
  const lone = loneSurrogate(pattern, start, close);
  if (lone >= 0) return problem("half character", lone);
  const ranges = classRanges(Array.from(pattern.slice(start, close), codePoint));
  const single = !negated && ranges.length === 2 && ranges[0] === ranges[1];
  const token: Token = single
    ? { kind: "literal", text: String.fromCodePoint(ranges[0]!) }
    : { kind: "class", negated, ranges };
  return accept(reader, token, close + 1);
}

function classRanges(points: readonly number[]): number[] {
  const ranges: number[] = [];
  for (let i = 0; i < points.length; i++) {
    const isRange = points[i + 1] === 0x2d && i + 2 < points.length;
    ranges.push(points[i]!, points[isRange ? i + 2 : i]!);
    if (isRange) i += 2;
  }
  return ranges;
}

function readLiteral(reader: Reader): GlobProblem | null {
  const { pattern, at } = reader;
  let end = at + 1;
  while (end < pattern.length && !isSpecial(pattern.charCodeAt(end))) end++;
  const lone = loneSurrogate(pattern, at, end);
  if (lone >= 0) return problem("half character", lone);
  return accept(reader, { kind: "literal", text: pattern.slice(at, end) }, end);
}

function isSpecial(unit: number): boolean {
  return unit === 0x2a || unit === 0x3f || unit === 0x5b;
}

/** Offset of the first surrogate without its partner in `text[from, to)`, or -1. */
function loneSurrogate(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if ((unit & 0xf800) !== 0xd800) continue;
    if (unit >= 0xdc00 || i + 1 >= to || (text.charCodeAt(i + 1) & 0xfc00) !== 0xdc00) return i;
    i++;
  }
  return -1;
}

function codePoint(character: string): number {
  return character.codePointAt(0)!;
}

function problem(flaw: GlobFlaw, at: number): GlobProblem {
  return { kind: "problem", flaw, at };
}

/** True when the code point is one that the unit matches. */
export function holds(unit: Exclude<Unit, { kind: "literal" }>, point: number): boolean {
  return unit.kind === "one" || within(unit.ranges, point) !== unit.negated;
}

function within(ranges: readonly number[], point: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (point >= ranges[i]! && point <= ranges[i + 1]!) return true;
  }
  return false;
}
