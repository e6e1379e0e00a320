/** The spellings of a command: exact ones for allows, further ones for restrictions. */

import type { Text } from "../../kernel/request.ts";
import { climbOf, MAX_CLIMBS } from "./climb.ts";
import { type ClusterHints, clusterForms } from "./flag.ts";
import { directories, type Place, resolveText } from "./place.ts";
import { baseName, programText } from "./program-name.ts";
import { subcommandOf } from "./subcommand.ts";
import type { Word } from "./syntax.ts";
import { concatTexts, distinct, dropHead, headOf, isLiteral, isSame, joinWords } from "./text.ts";

/** A command and what its spellings depend on. */
export interface Spelt {
  /** The words as they stand in the source, assignments first. */
  readonly written: string;
  readonly assignments: readonly Word[];
  /** Words after brace expansion; the first is the program. */
  readonly words: readonly Word[];
  readonly place: Place;
  readonly clusters: readonly string[];
  /** Indices of words that are files. */
  readonly files: ReadonlySet<number>;
  /** The program is in no table, so one of its operands may be a program too. */
  readonly unknown: boolean;
  /** It ends in another command, which is spelt out on its own. */
  readonly wraps: boolean;
}

const MAX_TAILS = 6;
/** Segments that normalising would change, but a leading `./` or a trailing `/`. */
const CROOKED = /\/\/|.\/\.(?:\/|$)|(?:^|\/)\.\.(?:\/|$)/;
const CLIMBS = /(?:^|\/)\.\.(?:\/|$)/;
/** A word that may name a program, and one that may be a script. */
const PROGRAM = /^[\w./+][\w./+-]*$/;
const SCRIPT = /^[\w./+][\w./+-]* /;
const PATH_OPTION = /^--?[\w-]+=(?=.*\/)/;

/** As written; without quotes; with paths normalised; and with each path that climbs alone. */
export function exactOf(spelt: Spelt): readonly Text[] {
  const { written } = spelt;
  const texts = [...spelt.assignments.map(textOf), ...commandTexts(spelt.words)];
  const exact: Text[] = [written.includes("\0") ? written.split("\0") : written, joinWords(texts)];
  const first = spelt.assignments.length;
  for (const cwd of directories(spelt.place)) {
    if (cwd === "" && !texts.some(mayBeCrooked)) continue;
    exact.push(joinWords(texts.map((text, index) => straight(text, { index: index - first, cwd, spelt }))));
  }
  exact.push(...climbsAlone(spelt));
  return distinct(exact);
}

/** A star also takes blanks, so a path that climbs could stand behind one that a pattern names. */
function climbsAlone(spelt: Spelt): readonly Text[] {
  const found: Text[] = [];
  let count = 0;
  for (const [index, word] of spelt.words.entries()) {
    const path = climbOf(word);
    if (path === null || !isPath(spelt, index)) continue;
    count += 1;
    if (count > MAX_CLIMBS) break;
    const seen = directories(spelt.place).map((cwd) => straight(path, { index, cwd, spelt }));
    found.push(...[word.text, path, ...seen].map((text) => alone(spelt, index, text)));
  }
  return found;
}

/** The command without its other paths. */
function alone(spelt: Spelt, at: number, path: Text): Text {
  const texts = commandTexts(spelt.words);
  const kept = texts.filter((text, index) => index === at || headOf(text).startsWith("-") || !isPath(spelt, index));
  return joinWords([...spelt.assignments.map(textOf), ...kept.map((text) => (text === texts[at] ? path : text))]);
}

function isPath({ words, files }: Spelt, index: number): boolean {
  return index > 0 && isPathLike(words[index]?.text ?? "", files.has(index));
}

/** Base name, without assignments, normalised paths, flag sets in every order. */
export function formsOf(spelt: Spelt, exact: readonly Text[]): readonly Text[] {
  if (spelt.words.length === 0) return [];
  const [program = "", ...rest] = commandTexts(spelt.words);
  const base = baseName(program);
  const name = isLiteral(base) ? base.toLowerCase() : base;
  const programs = distinct(spelt.assignments.length > 0 ? [program, base, name] : [base, name]);
  const forms = programs
    .filter((one) => one !== program || spelt.assignments.length > 0)
    .map((one) => joinWords([one, ...rest]));
  const hints = { clusters: spelt.clusters, splits: spelt.words.some((word) => word.splits) };
  for (const operands of spelt.wraps ? [] : operandSpellings(spelt, rest)) {
    if (operands !== rest) forms.push(joinWords([name, ...operands]));
    if (isLiteral(name)) forms.push(...structured(name, operands, hints));
  }
  if (spelt.words.some((word) => word.stand !== null)) forms.push(joinWords(stands(spelt, name, rest)));
  if (spelt.unknown) forms.push(...tails(rest));
  return forms.length === 0 ? forms : distinct(forms).filter((form) => !exact.some((one) => isSame(one, form)));
}

function commandTexts(words: readonly Word[]): readonly Text[] {
  return words.map((word, index) => (index === 0 ? programText(word) : word.text));
}

function textOf(word: Word): Text {
  return word.text;
}

function mayBeCrooked(text: Text): boolean {
  return isLiteral(text) ? CROOKED.test(text) : text.some((piece) => CROOKED.test(piece));
}

interface Where {
  readonly index: number;
  readonly cwd: Text;
  readonly spelt: Spelt;
}

/** The word with its path normalised, but otherwise as it was written. */
function straight(text: Text, { index, cwd, spelt }: Where): Text {
  if (index < 0 || !isPathLike(text, spelt.files.has(index))) return text;
  const moved = index === 0 ? "" : cwd;
  if (moved === "" && !mayBeCrooked(text)) return text;
  return keepEdges(text, resolvePath(text, moved));
}

function isPathLike(text: Text, isFile: boolean): boolean {
  const literal = isLiteral(text) ? text : text.join("x");
  if (literal.includes("://") || /[\s'"|;$]/.test(literal)) return isFile && CLIMBS.test(literal);
  if (literal.startsWith("-")) return PATH_OPTION.test(literal);
  return isFile || literal.includes("/") || literal === "." || literal === "..";
}

function resolvePath(text: Text, cwd: Text): Text {
  const option = isLiteral(text) ? (PATH_OPTION.exec(text)?.[0] ?? "") : "";
  return option === "" ? resolveText(text, cwd) : concatTexts(option, resolveText(dropHead(text, option.length), cwd));
}

function keepEdges(before: Text, after: Text): Text {
  if (!isLiteral(before) || !isLiteral(after)) return after;
  const start = before.startsWith("./") && !/^[./~]/.test(after) ? "./" : "";
  const end = before.endsWith("/") && !after.endsWith("/") ? "/" : "";
  return start + after + end;
}

/** Operands as written, normalised, and as seen from every directory the command may run in. */
function operandSpellings(spelt: Spelt, rest: readonly Text[]): readonly (readonly Text[])[] {
  const spellings: (readonly Text[])[] = [rest];
  const cwds = directories(spelt.place);
  for (const cwd of cwds[0] === "" ? cwds : ["", ...cwds]) {
    const resolved = rest.map((text, index) =>
      isPathLike(text, spelt.files.has(index + 1)) ? resolvePath(text, cwd) : text,
    );
    if (resolved.some((text, index) => text !== rest[index])) spellings.push(resolved);
  }
  return spellings;
}

/** Forms that know flags and subcommands. */
function structured(name: string, operands: readonly Text[], hints: ClusterHints): readonly Text[] {
  const sub = subcommandOf(name, operands);
  if (sub === null) return clusterForms([name], operands, hints);
  const plain = sub.stripped ? [joinWords([name, sub.name, ...sub.rest])] : [];
  return [...plain, ...clusterForms([name, sub.name], sub.rest, hints)];
}

function stands(spelt: Spelt, name: Text, rest: readonly Text[]): readonly Text[] {
  const [program, ...others] = spelt.words;
  return [program?.stand ?? name, ...others.map((word, index) => word.stand ?? rest[index] ?? "")];
}

/**
 * An unknown program may be a wrapper. The hole behind the word that is perhaps a program keeps such a form from
 * deciding: a restriction on more than that word is open, because no star of its pattern can take the hole. At the end
 * a star would take it, and in front it would open every restriction that ends in a star.
 */
function tails(rest: readonly Text[]): readonly Text[] {
  const found: Text[] = [];
  for (let at = 0; at < rest.length && found.length < MAX_TAILS; at += 1) {
    const word = rest[at] ?? "";
    if (!isLiteral(word)) continue;
    const isScript = SCRIPT.test(word);
    const isProgram = at < rest.length - 1 && PROGRAM.test(word);
    if (isScript || isProgram)
      found.push(openBehindFirst(joinWords([isScript ? word : baseName(word), ...rest.slice(at + 1)])));
  }
  return found;
}

function openBehindFirst(text: Text): Text {
  const [head = "", ...others] = isLiteral(text) ? [text] : text;
  const border = head.indexOf(" ");
  return border === -1 ? text : [head.slice(0, border), head.slice(border), ...others];
}
