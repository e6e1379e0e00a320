/** The shell grammar: what a command line runs, writes and touches, as far as its text tells. */

import type { ShellAnalysis, ShellStart } from "./analysis.ts";
import { hiddenCharacter } from "./doubt.ts";
import { literalWord } from "./draft.ts";
import { newSource, readScript } from "./grammar.ts";
import { forkPlace, startPlace } from "./place.ts";
import { GrammarError, MAX_UNITS, newShared, type Source, withoutGaps } from "./source.ts";
import type { Item } from "./syntax.ts";
import { startVariables } from "./variable.ts";
import { type Walk, walkArgv, walkList } from "./walk.ts";
import { walkEvaluated } from "./walk-evaluated.ts";

/** What the active policies make it worth looking for. */
export interface ShellHints {
  /** Spellings of flag sets in their deny and ask patterns, such as `-rf` or `--recursive --force`. */
  readonly clusters: readonly string[];
  readonly start?: ShellStart;
}

/**
 * Reads a script (a string) or one command (a list of words that no shell has to split).
 *
 * Never throws: what it does not understand, and any text longer than 16,384 UTF-16 units, is `opaque`; the commands
 * found before that are still listed. Takes time linear in the text.
 */
export function analyseShell(input: string | readonly string[], hints: ShellHints): ShellAnalysis {
  const text = typeof input === "string" ? input : input.join(" ");
  if (text.length > MAX_UNITS) return notRead(text, `longer than ${MAX_UNITS} characters`);
  const { folders = [], doubt: known = null } = hints.start ?? {};
  const doubt = known ?? hiddenCharacter(folders.length === 0 ? text : [text, ...folders].join(" "));
  return typeof input === "string" ? analyseScript(text, { hints, doubt }) : analyseArgv(input, { hints, doubt });
}

interface Circumstances {
  readonly hints: ShellHints;
  readonly doubt: string | null;
}

function analyseScript(text: string, circumstances: Circumstances): ShellAnalysis {
  const items: Item[] = [];
  const source = newSource(text, newShared());
  const opaque = read(source, items);
  const walk = newWalk(source, circumstances);
  begin(walk, circumstances);
  walkList(walk, items, forkPlace(walk.start));
  const evaluated = walkEvaluated(walk, forkPlace(walk.start));
  const line = opaque === null ? withoutGaps(source) : text;
  return { commands: walk.commands, forms: [line], opaque: opaque ?? evaluated ?? walk.opaque };
}

function analyseArgv(words: readonly string[], circumstances: Circumstances): ShellAnalysis {
  const source = newSource("", newShared());
  const walk = newWalk(source, circumstances);
  begin(walk, circumstances);
  if (words.length > 0) walkArgv(walk, words.map(literalWord), forkPlace(walk.start));
  const evaluated = walkEvaluated(walk, forkPlace(walk.start));
  return { commands: walk.commands, forms: [words.join(" ")], opaque: evaluated ?? walk.opaque };
}

/** The commands before the line are judged as its own are. */
function begin(walk: Walk, { hints }: Circumstances): void {
  for (const words of hints.start?.before ?? []) walkArgv(walk, words.map(literalWord), startPlace());
}

function notRead(text: string, opaque: string): ShellAnalysis {
  return { commands: [], forms: [text], opaque };
}

/** Why the text was not understood to its end, or null. */
function read(source: Source, items: Item[]): string | null {
  try {
    readScript(source, items);
    return null;
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    source.shared.depth = 0;
    return error.message;
  }
}

function newWalk(source: Source, { hints, doubt }: Circumstances): Walk {
  const variables = startVariables();
  return {
    source,
    clusters: hints.clusters,
    start: startPlace(hints.start?.folders),
    doubt,
    commands: [],
    moving: new Set(),
    variables,
    units: 0,
    opaque: null,
  };
}
