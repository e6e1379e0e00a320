/** Globs against texts with holes: could some filling match? */

import { goodGlob, matchShape } from "./glob-match.ts";
import type { Glob, Token, Unit } from "./glob-parse.ts";
import { holds, shapeOf } from "./glob-segment.ts";

/** One code point of the pattern, or a star. */
type Atom = Token | { readonly kind: "point"; readonly point: number };

/** READY to go on at an atom; or MIDDLE, inside a `**` that has not reached its `/`. */
const READY = 1;
const MIDDLE = 2;

/** UTF-16 units times atoms that are looked at before the answer is simply "may". */
const MOST_STEPS = 1 << 17;

/**
 * True when the glob could match the pieces with some strings between them: `["a", "b"]` is `a…b`.
 *
 * Never false when a filling matches. True without one only for a class that matches nothing, for half a surrogate pair
 * beside a hole, and when pattern and pieces are too long to search. Throws on a pattern that `parseGlob` refuses.
 */
export function mayMatch(pattern: string | Glob, pieces: readonly string[]): boolean {
  const glob = typeof pattern === "string" ? goodGlob(pattern) : pattern;
  if (pieces.length < 2) return matchShape(shapeOf(glob), pieces[0] ?? "");
  if (!endsAgree(glob.tokens, pieces)) return false;
  return pieces.some(isRagged) || isOpen(glob.tokens) || search(glob.tokens, pieces);
}

/** The literal ends of the pattern against the ends of the text: settles almost every mismatch. */
function endsAgree(tokens: readonly Token[], pieces: readonly string[]): boolean {
  const head = tokens[0];
  const tail = tokens.at(-1);
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (head?.kind === "literal" && !head.text.startsWith(first) && !first.startsWith(head.text)) return false;
  return tail?.kind !== "literal" || tail.text.endsWith(last) || last.endsWith(tail.text);
}

/**
 * True when stars that take anything stand directly behind the literal start and before the literal end: they absorb
 * the pieces, and a hole can hold all that is between them.
 */
function isOpen(tokens: readonly Token[]): boolean {
  const first = tokens[0]?.kind === "literal" ? 1 : 0;
  const last = tokens.length - (tokens.at(-1)?.kind === "literal" ? 2 : 1);
  return first <= last && isRun(tokens, first) && isRun(tokens, last);
}

function isRun(tokens: readonly Token[], i: number): boolean {
  return tokens[i]!.kind === "run" || (tokens[i]!.kind === "path" && i === tokens.length - 1);
}

function isRagged(piece: string): boolean {
  return (piece.charCodeAt(0) & 0xfc00) === 0xdc00 || (piece.charCodeAt(piece.length - 1) & 0xfc00) === 0xd800;
}

/** Walks all states at once. Behind a hole every state from the first live one on is live: something leads there. */
function search(tokens: readonly Token[], pieces: readonly string[]): boolean {
  const atoms = tokens.flatMap(spell);
  const states: States = { atoms, live: new Uint8Array(atoms.length + 1), next: new Uint8Array(atoms.length + 1) };
  let steps = 0;
  start(states);
  for (let i = 0; i < pieces.length; i++) {
    if (i > 0 && !leap(states)) return false;
    steps += pieces[i]!.length * atoms.length;
    if (steps > MOST_STEPS) return true;
    for (const character of pieces[i]!) advance(states, character.codePointAt(0)!);
  }
  return (states.live[atoms.length]! & READY) !== 0;
}

interface States {
  readonly atoms: readonly Atom[];
  live: Uint8Array;
  next: Uint8Array;
}

function spell(token: Token, i: number, tokens: readonly Token[]): readonly Atom[] {
  if (token.kind === "literal") return Array.from(token.text, (c) => ({ kind: "point", point: c.codePointAt(0)! }));
  return [isRun(tokens, i) ? { kind: "run" } : token];
}

function start({ atoms, live }: States): void {
  live[0] = READY;
  for (let i = 0; i < atoms.length && isStar(atoms[i]!); i++) live[i + 1] = READY;
}

/** Over a hole; false when nothing is live. */
function leap({ live }: States): boolean {
  let first = 0;
  while (first < live.length && live[first] === 0) first++;
  live.fill(READY, first);
  return first < live.length;
}

function advance(states: States, point: number): void {
  const { atoms, live, next } = states;
  next.fill(0);
  for (let i = 0; i < atoms.length; i++) {
    const atom = atoms[i]!;
    if (isStar(atom)) {
      if (live[i] !== 0) next[i] = next[i]! | (atom.kind === "run" || point === 0x2f ? READY : MIDDLE);
      if ((next[i]! & READY) !== 0) next[i + 1] = READY;
    } else if (live[i] !== 0 && accepts(atom, point)) {
      next[i + 1] = READY;
    }
  }
  states.live = next;
  states.next = live;
}

function accepts(atom: Exclude<Atom, { kind: "run" | "path" }>, point: number): boolean {
  if (atom.kind === "point") return atom.point === point;
  return holds(atom as Exclude<Unit, { kind: "literal" }>, point);
}

function isStar(atom: Atom): atom is Extract<Token, { kind: "run" | "path" }> {
  return atom.kind === "run" || atom.kind === "path";
}
