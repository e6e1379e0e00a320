/** Compound commands: one row for each word that opens one. */

import { literalWord } from "./draft.ts";
import { noteName, noteTest } from "./evaluation.ts";
import { skipNewlines } from "./heredoc.ts";
import { readRedirect } from "./redirect.ts";
import { peekReserved } from "./reserved.ts";
import {
  expect,
  GrammarError,
  noteParenthesis,
  noteVariable,
  type Source,
  skipBlanks,
  startsWith,
  take,
} from "./source.ts";
import type { Compound, List, Node, Redirect, Word } from "./syntax.ts";
import { readArithmetic, readWord } from "./word.ts";

type Parts = Pick<Compound, "runs" | "words" | "bodies">;

const OPENERS: Readonly<Record<string, (source: Source) => Parts>> = {
  "{": (source) => ({ runs: "once", words: [], bodies: [listUntil(source, "}")] }),
  "[[": readTest,
  if: readIf,
  while: readLoop,
  until: readLoop,
  for: readFor,
  select: readFor,
  case: readCase,
};
const NAME = /[A-Za-z_]\w*/y;

/** The compound command or function at the position with its redirects, or null when a simple command begins there. */
export function readCompound(source: Source): Node | null {
  const before = source.shared.moves;
  if (source.text[source.at] === "(") return withRedirects(source, readParenthesis(source), before);
  const reserved = peekReserved(source);
  if (reserved === null || reserved.word === "time") return null;
  if (reserved.role !== "open") throw new GrammarError(`unexpected \`${reserved.word}\``, source);
  source.at += reserved.word.length;
  if (reserved.word === "function") return readFunction(source);
  if (reserved.word === "coproc") return readCoprocess(source);
  const parts = OPENERS[reserved.word]?.(source);
  if (parts === undefined) throw new GrammarError("expected a command", source);
  return withRedirects(source, parts, before);
}

function withRedirects(source: Source, parts: Parts, before: number): Compound {
  const redirects: Redirect[] = [];
  for (skipBlanks(source); ; skipBlanks(source)) {
    const redirect = readRedirect(source);
    if (redirect === null) break;
    redirects.push(redirect);
  }
  return { kind: "compound", ...parts, redirects, moves: source.shared.moves > before };
}

function readParenthesis(source: Source): Parts {
  if (take(source, "((")) return evaluated(readArithmetic(source));
  noteParenthesis(source);
  expect(source, "(");
  return { runs: "forked", words: [], bodies: [listUntil(source, ")")] };
}

function readIf(source: Source): Parts {
  const bodies = [listUntil(source, "then")];
  for (;;) {
    bodies.push(source.productions.list(source));
    if (takeReserved(source, "fi")) return { runs: "maybe", words: [], bodies };
    if (takeReserved(source, "elif")) bodies.push(listUntil(source, "then"));
    else expectReserved(source, "else");
  }
}

function readLoop(source: Source): Parts {
  return { runs: "loop", words: [], bodies: [listUntil(source, "do"), listUntil(source, "done")] };
}

function readFor(source: Source): Parts {
  skipBlanks(source);
  const words = take(source, "((") ? evaluated(readArithmetic(source)).words : readForWords(source);
  skipBlanks(source);
  take(source, ";");
  skipNewlines(source);
  const close = takeReserved(source, "{") ? "}" : "done";
  if (close === "done") expectReserved(source, "do");
  return { runs: "loop", words, bodies: [listUntil(source, close)] };
}

function readForWords(source: Source): readonly Word[] {
  const name = readName(source);
  noteVariable(source, name);
  noteName(source.shared.evaluation, name);
  skipNewlines(source);
  const words: Word[] = [];
  if (!takeKeyword(source, "in")) return words;
  for (skipBlanks(source); !isLineEnd(source); skipBlanks(source)) words.push(readWord(source));
  return words;
}

function isLineEnd(source: Source): boolean {
  const c = source.text[source.at];
  return c === ";" || c === "\n" || c === undefined;
}

function readCase(source: Source): Parts {
  skipBlanks(source);
  const words = [readWord(source)];
  const bodies: List[] = [];
  skipNewlines(source);
  if (!takeKeyword(source, "in")) throw new GrammarError("expected `in`", source);
  for (skipNewlines(source); !takeReserved(source, "esac"); skipNewlines(source)) {
    readPatterns(source, words);
    bodies.push(source.productions.list(source));
    if (!(take(source, ";;&") || take(source, ";;") || take(source, ";&"))) {
      expectReserved(source, "esac");
      break;
    }
  }
  return { runs: "maybe", words, bodies };
}

function readPatterns(source: Source, words: Word[]): void {
  take(source, "(");
  do {
    skipBlanks(source);
    words.push(readWord(source));
    skipBlanks(source);
  } while (take(source, "|"));
  expect(source, ")");
}

/** `[[ … ]]` is no command; of its operators and words only the substitutions matter. */
function readTest(source: Source): Parts {
  const words: Word[] = [];
  for (skipTestLines(source); ; skipTestLines(source)) {
    const c = source.text[source.at];
    if (c === undefined || c === ";" || c === "#") throw new GrammarError("expected `]]`", source);
    const isOperator = "()|&".includes(c) || ("<>".includes(c) && source.text[source.at + 1] !== "(");
    if (isOperator) source.at += 1;
    else words.push(readWord(source));
    if (words.at(-1)?.raw === "]]" && !isOperator) break;
  }
  noteTest(source.shared.evaluation, words);
  return { runs: "once", words: words.slice(0, -1), bodies: [] };
}

function skipTestLines(source: Source): void {
  while (/[ \t\n]/.test(source.text[source.at] ?? "") || startsWith(source, "\\\n")) {
    source.at += source.text[source.at] === "\\" ? 2 : 1;
  }
}

function readFunction(source: Source): Node {
  skipBlanks(source);
  const name = readWord(source);
  skipBlanks(source);
  if (take(source, "(")) {
    skipBlanks(source);
    expect(source, ")");
  }
  skipNewlines(source);
  const before = source.shared.moves;
  const body = readCompound(source);
  if (body === null) throw new GrammarError("expected the body of a function", source);
  return { kind: "function", name: name.raw, body, moves: source.shared.moves > before };
}

/** `coproc [NAME] compound` or `coproc simple`: it runs in a process of its own. */
function readCoprocess(source: Source): Node {
  const before = source.shared.moves;
  skipBlanks(source);
  const start = source.at;
  const named = /[a-zA-Z_]/.test(source.text[start] ?? "") && peekReserved(source) === null;
  const name = named ? readName(source) : "";
  skipBlanks(source);
  const opensCompound = source.text[source.at] === "(" || peekReserved(source)?.role === "open";
  if (opensCompound) noteVariable(source, name);
  else source.at = start;
  const node = source.productions.command(source);
  const body: List = [{ node, next: ";" }];
  return withRedirects(source, { runs: "forked", words: [], bodies: [body] }, before);
}

function evaluated(inner: readonly List[]): Parts {
  return { runs: "once", words: [{ ...literalWord(""), inner }], bodies: [] };
}

function listUntil(source: Source, close: string): List {
  const list = source.productions.list(source);
  if (close === ")") expect(source, ")");
  else expectReserved(source, close);
  return list;
}

function takeReserved(source: Source, word: string): boolean {
  return peekReserved(source)?.word === word && take(source, word);
}

function expectReserved(source: Source, word: string): void {
  if (!takeReserved(source, word)) throw new GrammarError(`expected \`${word}\``, source);
}

/** `in` is a word like any other outside `for` and `case`. */
function takeKeyword(source: Source, word: string): boolean {
  const next = source.text[source.at + word.length] ?? " ";
  return startsWith(source, word) && /[\s;()]/.test(next) && take(source, word);
}

function readName(source: Source): string {
  NAME.lastIndex = source.at;
  const name = NAME.exec(source.text)?.[0];
  if (name === undefined) throw new GrammarError("expected a name", source);
  source.at += name.length;
  return name;
}
