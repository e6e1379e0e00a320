/** Naive globs: a pattern is expanded into plain token lists, and each is run as a set of positions. */

/** One character that it accepts, or any run of characters. */
type Token =
  | { readonly kind: "run" }
  | { readonly kind: "one"; readonly lacks: boolean; readonly ranges: readonly Range[] };
type Range = readonly [string, string];

const LAST = 0x10ffff;

/** Whether the whole text matches the pattern. */
export function globMatches(pattern: string, text: string): boolean {
  return someFillingMatches(pattern, [text]);
}

/** Whether some filling of the holes between the pieces matches the pattern: an exact search. */
export function someFillingMatches(pattern: string, pieces: readonly string[]): boolean {
  return expand(pattern).some((plain) => {
    const tokens = tokenise([...plain]);
    let places = skipRuns(tokens, new Set([0]));
    pieces.forEach((piece, index) => {
      if (index > 0) places = afterHole(tokens, places);
      for (const character of piece) places = skipRuns(tokens, step(tokens, places, character));
    });
    return places.has(tokens.length);
  });
}

/**
 * Whether a star of the pattern can take each hole, so that every filling matches; false for a pattern with `?` or a
 * class. Without them a character that stands in no pattern is matched by stars only.
 */
export function everyFillingMatches(pattern: string, pieces: readonly string[]): boolean {
  return !/[?[]/.test(pattern) && globMatches(pattern, pieces.join("\u{10FFFF}"));
}

/** A pattern that matches exactly this text. */
export function literally(text: string): string {
  return text.replace(/[*?[]/g, "[$&]");
}

/** `**` as a whole component stands, with its `/`, for nothing or any run that ends in `/`; at the end for any run. */
function expand(given: string): readonly string[] {
  const pattern = given.replace(/(^|\/)\*\*\/?$/, "$1*");
  const at = pattern.search(/(^|\/)\*\*\//);
  if (at < 0) return [pattern];
  const start = pattern.startsWith("/", at) ? at + 1 : at;
  const [before, after] = [pattern.slice(0, start), pattern.slice(start + 3)];
  return expand(after).flatMap((rest) => [`${before}${rest}`, `${before}*/${rest}`]);
}

function tokenise(chars: readonly string[]): readonly Token[] {
  const [first, ...rest] = chars;
  if (first === undefined) return [];
  if (first === "*") return [{ kind: "run" }, ...tokenise(rest)];
  if (first === "?") return [{ kind: "one", lacks: true, ranges: [] }, ...tokenise(rest)];
  if (first !== "[") return [{ kind: "one", lacks: false, ranges: [[first, first]] }, ...tokenise(rest)];
  const lacks = rest[0] === "!";
  const members = lacks ? rest.slice(1) : rest;
  const end = members.indexOf("]", 1);
  return [{ kind: "one", lacks, ranges: rangesOf(members.slice(0, end)) }, ...tokenise(members.slice(end + 1))];
}

function rangesOf(members: readonly string[]): readonly Range[] {
  const [first, dash, last] = members;
  if (first === undefined) return [];
  if (dash === "-" && last !== undefined) return [[first, last], ...rangesOf(members.slice(3))];
  return [[first, first], ...rangesOf(members.slice(1))];
}

/** A run may be empty. */
function skipRuns(tokens: readonly Token[], places: ReadonlySet<number>): ReadonlySet<number> {
  const reached = new Set(places);
  tokens.forEach((token, place) => {
    if (token.kind === "run" && reached.has(place)) reached.add(place + 1);
  });
  return reached;
}

/** A hole may hold whatever the tokens up to any later place accept. */
function afterHole(tokens: readonly Token[], places: ReadonlySet<number>): ReadonlySet<number> {
  const reached = new Set(places);
  tokens.forEach((token, place) => {
    if (reached.has(place) && satisfiable(token)) reached.add(place + 1);
  });
  return reached;
}

function step(tokens: readonly Token[], places: ReadonlySet<number>, character: string): ReadonlySet<number> {
  const reached = new Set<number>();
  for (const place of places) {
    const token = tokens[place];
    if (token?.kind === "run") reached.add(place);
    if (token?.kind === "one" && accepts(token, point(character))) reached.add(place + 1);
  }
  return reached;
}

function accepts(token: Extract<Token, { kind: "one" }>, character: number): boolean {
  return token.ranges.some(([low, high]) => point(low) <= character && character <= point(high)) !== token.lacks;
}

/** False only of a class that no character is in, such as `[z-a]`. */
function satisfiable(token: Token): boolean {
  if (token.kind === "run") return true;
  const edges = token.ranges.flatMap(([low, high]) => [point(low) - 1, point(low), point(high), point(high) + 1]);
  return [0, LAST, ...edges].some((edge) => edge >= 0 && edge <= LAST && accepts(token, edge));
}

function point(character: string): number {
  return character.codePointAt(0) ?? 0;
}
