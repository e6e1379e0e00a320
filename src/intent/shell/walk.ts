/** Walks the syntax tree in the order in which things run, and collects the commands. */

import type { Text } from "../../kernel/request.ts";
import type { ShellCommand } from "./analysis.ts";
import { expandBraces } from "./brace.ts";
import {
  codeCommand,
  describeCommand,
  type Invocation,
  networkDoubt,
  redirectCommand,
  redirectTouches,
  writesOf,
} from "./command.ts";
import { noteBuiltin } from "./evaluating-builtin.ts";
import { noteLiterals, noteScript } from "./evaluation.ts";
import { newSource, readScript } from "./grammar.ts";
import { optionRuns } from "./option-script.ts";
import { forkPlace, lostPlace, mayHaveStayed, moveTo, type Place, settle } from "./place.ts";
import { knownName } from "./program-name.ts";
import type { Run, Stdin } from "./run.ts";
import { GrammarError, MAX_REREAD_UNITS, type Source } from "./source.ts";
import { outputOf, stdinOf } from "./stdin.ts";
import type { Compound, Definition, Item, List, Node, Pipeline, Redirect, Simple, Word } from "./syntax.ts";
import { isLiteral, isSame, withMark } from "./text.ts";
import { unwrap } from "./unwrap.ts";
import { noteAssignments } from "./variable.ts";

/** What one walk knows and collects. */
export interface Walk {
  readonly source: Source;
  readonly clusters: readonly string[];
  /** Where the line begins. */
  readonly start: Place;
  readonly doubt: string | null;
  readonly commands: ShellCommand[];
  /** Functions that change the working directory. */
  readonly moving: Set<string>;
  /** Values the line has assigned so far. */
  readonly variables: Map<string, string>;
  /** Units of command text so far; wrappers repeat the text of what they wrap. */
  units: number;
  opaque: string | null;
}

/** How a simple command is reached. */
interface Reach {
  readonly place: Place;
  readonly stdin: Stdin;
  /** How many wrappers stand around it. */
  readonly depth: number;
}

const MAX_WRAPPERS = 8;
const MAX_TEXT_UNITS = 1 << 18;
const UNKNOWN: Stdin = { kind: "unknown" };

/** Walks a list; the place moves as its commands move. */
export function walkList(walk: Walk, list: List, place: Place): void {
  walkItems(walk, list, { place, stdin: UNKNOWN, depth: 0 });
}

function walkItems(walk: Walk, list: List, reach: Reach): void {
  const { place } = reach;
  for (const { node, next } of list) {
    walkNode(walk, node, next === "&" ? { ...reach, place: forkPlace(place) } : reach);
    if (next !== "&&") settle(place);
  }
}

/** A command given as a list of words: no shell reads it, but wrappers in it do what they do. */
export function walkArgv(walk: Walk, words: readonly Word[], place: Place): void {
  emit(walk, { assignments: [], words, redirects: [] }, { place, stdin: UNKNOWN, depth: 0 });
}

function walkNode(walk: Walk, node: Node, reach: Reach): void {
  switch (node.kind) {
    case "simple":
      walkSimple(walk, node, reach);
      break;
    case "pipeline":
      walkPipeline(walk, node, reach);
      break;
    case "compound":
      walkCompound(walk, node, reach);
      break;
    case "function":
      walkDefinition(walk, node, reach);
      break;
  }
}

/** Every part runs in a process of its own; only the next part sees what a literal `echo` writes. */
function walkPipeline(walk: Walk, { parts }: Pipeline, { place, depth }: Reach): void {
  let stdin = UNKNOWN;
  for (const part of parts) {
    walkNode(walk, part, { place: forkPlace(place), stdin, depth });
    stdin = part.kind === "simple" ? outputOf(part) : UNKNOWN;
  }
}

function walkCompound(walk: Walk, compound: Compound, reach: Reach): void {
  const { place } = reach;
  const before = forkPlace(place);
  const first = walk.commands.length;
  const evaluated = [...compound.words, ...compound.redirects.map(({ target }) => target)];
  noteLiterals(walk.source.shared.evaluation, evaluated);
  walkWords(walk, evaluated, place);
  const inside = compound.runs === "forked" ? forkPlace(place) : place;
  if (compound.runs === "loop" && compound.moves) inside.lost = true;
  for (const body of compound.bodies) {
    walkList(walk, body, inside);
    if (compound.runs === "maybe" && compound.moves) mayHaveStayed(inside, before);
  }
  if (compound.runs === "loop" && compound.moves) mayHaveStayed(inside, before);
  if (compound.redirects.length > 0) attach(walk, compound.redirects, { first, place: before });
}

/** A function runs whenever it is called, so where it runs is only known in a line that never moves. */
function walkDefinition(walk: Walk, { name, body, moves }: Definition, { depth }: Reach): void {
  const place = walk.source.shared.moves > 0 ? lostPlace() : forkPlace(walk.start);
  if (moves) walk.moving.add(name);
  walkNode(walk, body, { place, stdin: UNKNOWN, depth });
}

/** Redirects of a compound command count for its first command. */
function attach(walk: Walk, redirects: readonly Redirect[], at: { first: number; place: Place }): void {
  const command = walk.commands[at.first];
  if (command === undefined) {
    walk.commands.push(redirectCommand(redirects, at.place, doubtOfLine(walk)));
    return;
  }
  walk.commands[at.first] = {
    ...command,
    doubt: command.doubt ?? networkDoubt(redirects),
    writes: [...command.writes, ...redirects.flatMap((one) => writesOf(one, at.place))],
    touches: [...command.touches, ...redirects.flatMap((one) => redirectTouches(one, at.place))],
  };
}

function walkSimple(walk: Walk, simple: Simple, reach: Reach): void {
  const targets = simple.redirects.map(({ target }) => target);
  walkWords(walk, simple.assignments, reach.place);
  walkWords(walk, simple.words, reach.place);
  walkWords(walk, targets, reach.place);
  noteLiterals(walk.source.shared.evaluation, targets);
  if (simple.words.length === 0 && simple.assignments.length === 0) {
    walk.commands.push(redirectCommand(simple.redirects, reach.place, doubtOfLine(walk)));
    return;
  }
  const stdin = stdinOf(simple.redirects);
  emit(walk, simple, stdin === null ? reach : { ...reach, stdin });
}

/** Substitutions in words run before the command, each in a process of its own. */
export function walkWords(walk: Walk, words: readonly Word[], place: Place): void {
  for (const word of words) for (const inner of word.inner) walkList(walk, inner, forkPlace(place));
}

type Words = Pick<Simple, "assignments" | "words" | "redirects">;

function emit(walk: Walk, simple: Words, reach: Reach): void {
  const written = simple.assignments.length === 0 ? simple.words : [...simple.assignments, ...simple.words];
  if (!isAffordable(walk, written)) return;
  const words = simple.words.some((word) => word.braces)
    ? simple.words.flatMap((word) => expandBraces(word, walk.source))
    : simple.words;
  const name = knownName(words[0]);
  noteLiterals(walk.source.shared.evaluation, written);
  noteBuiltin(walk.source.shared.evaluation, name, words);
  const { runs, doubt } = unwrap(name, words, reach.stdin);
  const { assignments, redirects } = simple;
  const { clusters } = walk;
  const place = reach.place;
  const own = ownWords(words, runs);
  walk.commands.push(
    describeCommand({
      name,
      written,
      assignments,
      words,
      own,
      redirects,
      place,
      clusters,
      stdin: reach.stdin,
      variables: walk.variables,
      doubt: doubtOfLine(walk) ?? doubt,
    }),
  );
  noteAssignments(walk.variables, words.length === 0 || name === "export" ? written : []);
  for (const run of runs) walkRun(walk, run, { words, reach });
  for (const run of optionRuns(name, words, assignments)) walkRun(walk, run, { words, reach });
  trackMoves(walk, name, { words, place });
}

function doubtOfLine(walk: Walk): string | null {
  return walk.doubt ?? walk.source.shared.doubt;
}

/** A wrapper's words up to the command it wraps; that one speaks for itself. */
function ownWords(words: readonly Word[], runs: readonly Run[]): readonly Word[] {
  const first = runs[0];
  const isTail = first?.kind === "argv" && words.at(-1)?.raw === first.words.at(-1)?.raw;
  return isTail ? words.slice(0, words.length - first.words.length) : words;
}

/** Wrappers repeat the words of what they wrap; all commands together may have this much text. */
function isAffordable(walk: Walk, written: readonly Word[]): boolean {
  for (const word of written) walk.units += word.raw.length;
  if (walk.units > MAX_TEXT_UNITS) walk.opaque ??= "commands in commands are too long";
  return walk.units <= MAX_TEXT_UNITS;
}

function walkRun(walk: Walk, run: Run, { words, reach }: { words: readonly Word[]; reach: Reach }): void {
  const depth = reach.depth + 1;
  if (depth > MAX_WRAPPERS) {
    walk.opaque ??= `commands in commands deeper than ${MAX_WRAPPERS}`;
    return;
  }
  if (run.kind === "code") {
    walk.commands.push(codeCommand(words, reach.place));
    return;
  }
  const inside = placeOf(run, reach.place);
  if (run.kind === "argv")
    emit(walk, { assignments: [], words: run.words, redirects: [] }, { ...reach, place: inside, depth });
  else walkText(walk, run.text, { words, place: inside, stdin: isRead(run.text, reach.stdin) ? UNKNOWN : reach.stdin });
}

function placeOf(run: Exclude<Run, { kind: "code" }>, place: Place): Place {
  if (run.where === "here") return place;
  if (run.where === "forked") return forkPlace(place);
  if (run.kind !== "argv" || run.folder === undefined) return lostPlace();
  const inside = forkPlace(place);
  moveTo(inside, run.folder);
  return inside;
}

/** A shell that reads its script from the standard input leaves nothing of it. */
function isRead(script: Text, stdin: Stdin): boolean {
  return stdin.kind === "text" && isSame(stdin.text, script);
}

interface Inner {
  /** The command that runs the script. */
  readonly words: readonly Word[];
  readonly place: Place;
  readonly stdin: Stdin;
}

/**
 * A script inside the script; any of its commands may read the standard input. Its holes may bring further commands, so
 * it counts as code besides.
 */
function walkText(walk: Walk, text: Text, { words, place, stdin }: Inner): void {
  if (!isLiteral(text)) walk.commands.push(codeCommand(words, place));
  else noteScript(walk.source.shared.evaluation, text);
  const items: Item[] = [];
  const { shared } = walk.source;
  const depth = shared.depth;
  readInner(walk, withMark(text, "\0"), items);
  shared.depth = depth + 1;
  walkItems(walk, items, { place, stdin, depth: 0 });
  shared.depth = depth;
}

function readInner(walk: Walk, text: string, items: Item[]): void {
  const { shared } = walk.source;
  shared.reread += text.length;
  try {
    if (shared.reread > MAX_REREAD_UNITS) throw new GrammarError("scripts in scripts are too long", walk.source);
    readScript(newSource(text, shared), items);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    walk.opaque ??= error.message;
  }
}

function trackMoves(walk: Walk, name: string | null, { words, place }: Pick<Invocation, "words" | "place">): void {
  if (name !== null && walk.moving.has(name)) moveTo(place, null);
  if (name === "popd") moveTo(place, null);
  if (name !== "cd" && name !== "pushd") return;
  const operand = words.find(
    (word, index) => index > 0 && !(isLiteral(word.text) && /^-[LPe@]+$|^--$/.test(word.text)),
  );
  if (operand === undefined) moveTo(place, name === "cd" ? "~" : null);
  else
    moveTo(
      place,
      operand.text === "-" || operand.glob || /^[+-]\d/.test(withMark(operand.text, "")) ? null : operand.text,
    );
}
