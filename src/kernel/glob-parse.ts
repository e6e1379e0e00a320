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

/** A double star as a whole component; one star; `?`; a class, perhaps negated; a literal. */
const TOKEN = /(?<![^/])\*\*(?:\/|$)|\*(?!\*)|\?|\[(?:(!)|(?!!))(.[^\]]*)\]|[^*?[]+/sy;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reads a pattern, or says what is wrong with it: stars that stand wrongly, an unclosed class, a lone surrogate. */
export function parseGlob(pattern: string): Glob | GlobProblem {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(pattern);
    if (found === null) return { kind: "problem", flaw: flawAt(pattern, at), at };
    const [text, negation, members] = found;
    const lone = text.search(LONE_SURROGATE);
    if (lone >= 0) return { kind: "problem", flaw: "half character", at: at + lone };
    add(tokens, members === undefined ? tokenOf(text) : classOf(members, negation !== undefined));
  }
  return { kind: "glob", pattern, tokens };
}

/** Reads a pattern that is known to be good; throws when it is not. */
export function goodGlob(pattern: string): Glob {
  const glob = parseGlob(pattern);
  if (glob.kind === "problem") throw new TypeError(`bad glob \`${pattern}\` at ${glob.at}: ${glob.flaw}`);
  return glob;
}

function flawAt(pattern: string, at: number): GlobFlaw {
  if (pattern[at] === "[") return "open class";
  return pattern.startsWith("***", at) ? "many stars" : "stray stars";
}

function tokenOf(text: string): Token {
  if (text === "?") return { kind: "one" };
  if (text === "*") return { kind: "run" };
  return text.startsWith("*") ? { kind: "path" } : { kind: "literal", text };
}

function classOf(members: string, negated: boolean): Token {
  const points = Array.from(members, (character) => character.codePointAt(0)!);
  const ranges: number[] = [];
  for (let i = 0; i < points.length; i++) {
    const isRange = points[i + 1] === 0x2d && i + 2 < points.length;
    ranges.push(points[i]!, points[isRange ? i + 2 : i]!);
    if (isRange) i += 2;
  }
  const single = !negated && ranges.length === 2 && ranges[0] === ranges[1];
  return single ? { kind: "literal", text: String.fromCodePoint(ranges[0]!) } : { kind: "class", negated, ranges };
}

/** Joins literals, and `**` that follow each other, which mean no more than one. */
function add(tokens: Token[], token: Token): void {
  const last = tokens.at(-1);
  if (last?.kind === "literal" && token.kind === "literal")
    tokens[tokens.length - 1] = { kind: "literal", text: last.text + token.text };
  else if (last?.kind !== "path" || token.kind !== "path") tokens.push(token);
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
