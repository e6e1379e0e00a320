/** The grammar: lists, pipelines and simple commands. */

import { readCompound } from "./compound.ts";
import { skipNewlines } from "./heredoc.ts";
import { isDescriptorVariable, readRedirect } from "./redirect.ts";
import { isReserved, peekReserved } from "./reserved.ts";
import {
  countCommand,
  deeper,
  expect,
  GrammarError,
  type Shared,
  type Source,
  skipBlanks,
  startsWith,
  take,
} from "./source.ts";
import type { Item, List, Node, Pipeline, Redirect, Simple, Word } from "./syntax.ts";
import { readWord } from "./word.ts";

const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;
const MOVES: ReadonlySet<string> = new Set("cd pushd popd command builtin eval time".split(" "));
const ENDS = ";&|)\n";

/** A reader at the start of the text. */
export function newSource(text: string, shared: Shared): Source {
  return { text, at: 0, heredocs: [], shared, productions: { list: readList, command: readCommand }, gaps: [] };
}

/** Reads the whole text as a script; `into` receives its items as they are completed. */
export function readScript(source: Source, into: Item[]): void {
  readItems(source, into);
  if (source.at < source.text.length) throw new GrammarError("unexpected text", source);
  if (source.heredocs.length > 0) throw new GrammarError("a here-document without its body", source);
}

function readList(source: Source): List {
  const items: Item[] = [];
  readItems(source, items);
  return items;
}

function readItems(source: Source, items: Item[]): void {
  for (skipNewlines(source); !atListEnd(source); skipNewlines(source)) {
    const node = readPipeline(source);
    const next = readOperator(source);
    items.push({ node, next: next ?? ";" });
    if (next === "&&" || next === "||") expectMore(source);
    if (next === null) return;
  }
}

function expectMore(source: Source): void {
  skipNewlines(source);
  if (atListEnd(source)) throw new GrammarError("expected a command", source);
}

/** The separator after a pipeline; null at the end of the list. */
function readOperator(source: Source): Item["next"] | null {
  skipBlanks(source);
  if (take(source, "&&")) return "&&";
  if (take(source, "||")) return "||";
  if (startsWith(source, ";;") || startsWith(source, ";&")) return null;
  if (take(source, "&")) return "&";
  if (take(source, ";") || source.text[source.at] === "\n") return ";";
  return null;
}

/** A list ends at the end of the text, at `)`, at `;;` and at a word that closes a compound command. */
function atListEnd(source: Source): boolean {
  const c = source.text[source.at];
  if (c === undefined || c === ")") return true;
  if (c === ";") return startsWith(source, ";;") || startsWith(source, ";&");
  return peekReserved(source)?.role === "close";
}

function readPipeline(source: Source): Node {
  skipPrefixes(source);
  const first = readCommand(source);
  skipBlanks(source);
  if (source.text[source.at] !== "|" || startsWith(source, "||")) return first;
  const parts = [first];
  while (!startsWith(source, "||") && (take(source, "|&") || take(source, "|"))) {
    skipNewlines(source);
    parts.push(readCommand(source));
    skipBlanks(source);
  }
  return { kind: "pipeline", parts } satisfies Pipeline;
}

/** `!`, and `time` where a compound command follows; before a simple command `time` is a wrapper like `nice`. */
function skipPrefixes(source: Source): void {
  for (;;) {
    skipBlanks(source);
    const word = peekReserved(source)?.word;
    if (word === "!" || (word === "time" && isTimedCompound(source))) source.at += word.length;
    else return;
  }
}

function isTimedCompound(source: Source): boolean {
  const ahead: Source = { ...source, at: source.at + 4, gaps: null };
  skipBlanks(ahead);
  if (take(ahead, "-p")) skipBlanks(ahead);
  const next = peekReserved(ahead);
  const compound = ahead.text[ahead.at] === "(" || (next !== null && next.word !== "time");
  if (compound) source.at = ahead.at - 4;
  return compound;
}

function readCommand(source: Source): Node {
  countCommand(source);
  skipBlanks(source);
  return deeper(source, readAny);
}

function readAny(source: Source): Node {
  return readCompound(source) ?? readSimple(source);
}

function readSimple(source: Source): Node {
  const assignments: Word[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const start = source.at;
  for (skipBlanks(source); !atCommandEnd(source); skipBlanks(source)) {
    const redirect = readRedirect(source);
    if (redirect !== null) redirects.push(redirect);
    else if (source.text[source.at] === "(") return readDefinition(source, words, start);
    else readArgument(source, assignments, words);
  }
  if (source.at === start) throw new GrammarError("expected a command", source);
  if (words.length > 0) checkProgram(source, words[0]);
  return { kind: "simple", assignments, words, redirects } satisfies Simple;
}

function readArgument(source: Source, assignments: Word[], words: Word[]): void {
  const word = readWord(source);
  if (isDescriptorVariable(word, source)) return;
  if (words.length === 0 && ASSIGNMENT.test(word.raw)) assignments.push(word);
  else words.push(word);
}

function atCommandEnd(source: Source): boolean {
  const c = source.text[source.at];
  return c === undefined || (ENDS.includes(c) && !startsWith(source, "&>"));
}

/** A reserved word hidden by a line continuation would be reserved for the shell; a `cd` is counted. */
function checkProgram(source: Source, program: Word | undefined): void {
  if (program === undefined) return;
  const name = typeof program.text === "string" ? program.text : null;
  if (name === null || MOVES.has(name)) source.shared.moves += 1;
  if (program.continued && name !== null && isReserved(name))
    throw new GrammarError("a keyword over two lines", source);
}

/** `name() body`; only the parentheses tell it from a simple command. */
function readDefinition(source: Source, words: readonly Word[], start: number): Node {
  const name = words[0];
  const between = source.text.slice(start, source.at).trim();
  if (words.length !== 1 || name === undefined || name.raw !== between) {
    throw new GrammarError("unexpected `(`", source);
  }
  expect(source, "(");
  skipBlanks(source);
  expect(source, ")");
  skipNewlines(source);
  const before = source.shared.moves;
  const body = readCompound(source);
  if (body === null) throw new GrammarError("expected the body of a function", source);
  return { kind: "function", name: name.raw, body, moves: source.shared.moves > before };
}
