/** Globs by walking all their states at once: one code for texts and for texts with holes. */

import { holds, type Token } from "./glob-parse.ts";

/** What matches one code point of a text, or a star. */
export type Atom = Exclude<Token, { readonly kind: "literal" }>;

/** READY to go on at an atom; or MIDDLE, inside a `**` that has not reached its `/`. */
const READY = 1;
const MIDDLE = 2;

/** UTF-16 units times atoms of a text with holes that are looked at before the answer is simply "may". */
const MOST_STEPS = 1 << 17;

/** The literal ends of the pattern against the ends of the text: settles almost every mismatch. */
export function endsAgree(tokens: readonly Token[], pieces: readonly string[]): boolean {
  const head = tokens[0];
  const tail = tokens.at(-1);
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (head?.kind === "literal" && !head.text.startsWith(first) && !first.startsWith(head.text)) return false;
  return tail?.kind !== "literal" || tail.text.endsWith(last) || last.endsWith(tail.text);
}

/** Cuts literals into code points; a `**` at the end is a `*`. */
export function atomsOf(tokens: readonly Token[]): readonly Atom[] {
  return tokens.flatMap((token, i): readonly Atom[] => {
    if (token.kind !== "literal") return [isRun(tokens, i) ? { kind: "run" } : token];
    return Array.from(token.text, (character) => {
      const point = character.codePointAt(0)!;
      return { kind: "class", negated: false, ranges: [point, point] };
    });
  });
}

/** A star that takes anything. */
export function isRun(tokens: readonly Token[], i: number): boolean {
  return tokens[i]!.kind === "run" || (tokens[i]!.kind === "path" && i === tokens.length - 1);
}

/**
 * True when the atoms match the pieces with some strings between them.
 *
 * Of one piece exactly; of several also for half a surrogate pair beside a hole, which may be completed there, and when
 * atoms and pieces are too many to search.
 */
export function walk(atoms: readonly Atom[], pieces: readonly string[]): boolean {
  const isHoled = pieces.length > 1;
  if (isHoled && pieces.some((piece) => RAGGED.test(piece))) return true;
  const states: States = { atoms, live: new Uint8Array(atoms.length + 1), next: new Uint8Array(atoms.length + 1) };
  let steps = 0;
  start(states);
  for (let i = 0; i < pieces.length; i++) {
    if (i > 0 && !leap(states)) return false;
    steps += pieces[i]!.length * atoms.length;
    if (isHoled && steps > MOST_STEPS) return true;
    for (const character of pieces[i]!) advance(states, character.codePointAt(0)!);
  }
  return (states.live[atoms.length]! & READY) !== 0;
}

const RAGGED = /^[\udc00-\udfff]|[\ud800-\udbff]$/;

interface States {
  readonly atoms: readonly Atom[];
  live: Uint8Array;
  next: Uint8Array;
}

function start({ atoms, live }: States): void {
  live[0] = READY;
  for (let i = 0; i < atoms.length && isStar(atoms[i]!); i++) live[i + 1] = READY;
}

/** Over a hole: every state from the first live one on is live, for something leads there. False when none is. */
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
    } else if (live[i] !== 0 && holds(atom, point)) {
      next[i + 1] = READY;
    }
  }
  states.live = next;
  states.next = live;
}

function isStar(atom: Atom): atom is Extract<Token, { kind: "run" | "path" }> {
  return atom.kind === "run" || atom.kind === "path";
}
