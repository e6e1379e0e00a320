/** A word in the making. */

import type { Source } from "./source.ts";
import type { List, Word } from "./syntax.ts";
import { fromPieces } from "./text.ts";

/** Finished pieces, and the literal after the last hole. */
export interface Draft {
  readonly source: Source;
  readonly start: number;
  readonly pieces: string[];
  literal: string;
  inDouble: boolean;
  /** An unquoted `[` was read. */
  bracket: boolean;
  glob: boolean;
  splits: boolean;
  quoted: boolean;
  readonly inner: List[];
  /** Reads the next unit outside quotes; false where the word ends. */
  readonly unit: (draft: Draft) => boolean;
}

const NO_LISTS: readonly List[] = [];
const IFS = /\$IFS\b|\$\{IFS\}/g;

/** A draft that begins with what was read since `start`. */
export function newDraft(source: Source, start: number, unit: Draft["unit"]): Draft {
  return {
    source,
    start,
    literal: source.text.slice(start, source.at),
    unit,
    pieces: [],
    inDouble: false,
    bracket: false,
    glob: false,
    splits: false,
    quoted: false,
    inner: [],
  };
}

/** A draft whose literal text nobody wants, but whose scripts run. */
export function scratch(draft: Draft): Draft {
  return { ...draft, literal: "", pieces: [] };
}

/** The draft as a word that ends at the position. */
export function finish(draft: Draft): Word {
  const written = draft.source.text.slice(draft.start, draft.source.at);
  const continued = written.includes("\\\n");
  const raw = continued && !written.includes("'") ? written.replaceAll("\\\n", "") : written;
  const text = draft.pieces.length === 0 ? draft.literal : fromPieces([...draft.pieces, draft.literal]);
  return {
    raw,
    text,
    stand: typeof text === "string" ? null : withBlanksForIfs(raw, text),
    glob: draft.glob,
    braces: hasBraces(raw),
    splits: draft.splits,
    quoted: draft.quoted,
    continued,
    inner: draft.inner.length === 0 ? NO_LISTS : draft.inner,
  };
}

function hasBraces(raw: string): boolean {
  const open = raw.indexOf("{");
  if (open === -1) return false;
  const inside = raw.slice(open, raw.lastIndexOf("}") + 1);
  return inside.includes(",") || inside.includes("..");
}

/** `rm${IFS}-rf` splits where the field separator stands, unless somebody changed it. */
function withBlanksForIfs(raw: string, text: readonly string[]): string | null {
  const found = raw.match(IFS);
  return found !== null && found.length === text.length - 1 ? text.join(" ") : null;
}

/** A word without quotes and expansions. */
export function literalWord(text: string): Word {
  return {
    raw: text,
    text,
    stand: null,
    glob: false,
    braces: false,
    splits: false,
    quoted: false,
    continued: false,
    inner: NO_LISTS,
  };
}

/** A NUL stands for a hole: nobody can write one, and scripts in scripts have holes. */
export function addText(draft: Draft, text: string): void {
  const [first, ...others] = text.split("\0");
  draft.literal += first ?? "";
  for (const other of others) {
    addHole(draft);
    draft.literal += other;
  }
}

/** What comes next is known at run time only. */
export function addHole(draft: Draft): void {
  if (draft.pieces.length === 0 || draft.literal !== "") draft.pieces.push(draft.literal);
  draft.literal = "";
  if (!draft.inDouble) draft.splits = true;
}
