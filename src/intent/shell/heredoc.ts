/** Here-documents: announced in a command, read after the next newline. */

import { literalWord } from "./draft.ts";
import { GrammarError, innerSource, type PendingHeredoc, type Source, skipBlanks } from "./source.ts";
import type { Redirect, Word } from "./syntax.ts";
import { readBody, readWord } from "./word.ts";

/** Reads the delimiter after `<<` or `<<-`; the body is filled in by `readHeredocs`. */
export function announceHeredoc(source: Source, operator: string): Redirect {
  skipBlanks(source);
  const word = readWord(source);
  if (typeof word.text !== "string") throw new GrammarError("a delimiter that is not literal", source);
  const redirect: PendingHeredoc["redirect"] = { operator: "<<", target: literalWord("") };
  source.heredocs.push({ delimiter: word.text, literal: word.quoted, tabs: operator === "<<-", redirect });
  return redirect;
}

/** Skips blanks, comments and newlines; a newline is followed by the bodies that were announced before it. */
export function skipNewlines(source: Source): void {
  skipBlanks(source);
  while (source.text[source.at] === "\n") {
    source.at += 1;
    if (source.heredocs.length > 0) readHeredocs(source);
    skipBlanks(source);
  }
}

/** Reads the bodies that begin at the position, which is just behind a newline. */
function readHeredocs(source: Source): void {
  const pending = source.heredocs;
  source.heredocs = [];
  for (const heredoc of pending) readOne(source, heredoc);
}

function readOne(source: Source, heredoc: PendingHeredoc): void {
  const lines: string[] = [];
  for (let continued = false; ; ) {
    if (source.at >= source.text.length) throw new GrammarError("a here-document without its end", source);
    const line = takeLine(source, heredoc.tabs);
    if (line === heredoc.delimiter && !continued) break;
    continued = !heredoc.literal && endsInBackslash(line);
    lines.push(`${line}\n`);
  }
  heredoc.redirect.target = bodyOf(source, lines.join(""), heredoc.literal);
}

function bodyOf(source: Source, body: string, literal: boolean): Word {
  if (!/[$`\\\0]/.test(body) || (literal && !body.includes("\0"))) return literalWord(body);
  if (literal) return { ...literalWord(body), text: body.split("\0") };
  return readBody(innerSource(body, source));
}

function takeLine(source: Source, tabs: boolean): string {
  const { text, at } = source;
  const newline = text.indexOf("\n", at);
  const end = newline === -1 ? text.length : newline;
  source.at = Math.min(end + 1, text.length);
  const line = text.slice(at, end);
  return tabs ? line.replace(/^\t+/, "") : line;
}

function endsInBackslash(line: string): boolean {
  const tail = /\\*$/.exec(line)?.[0].length ?? 0;
  return tail % 2 === 1;
}
