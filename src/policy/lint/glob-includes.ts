/** Whether one glob matches all that another one does: says yes only when that is certain. */

import { type Glob, parseGlob, type Token } from "../../kernel/glob.ts";

/** A token that takes one code point, or one of the stars. */
type Item = { readonly kind: "point"; readonly point: number } | Exclude<Token, { readonly kind: "literal" }>;

/** More steps than this are not taken: then nothing is certain. */
const MAX_STEPS = 16_384;

/** True when every text that `narrow` matches is certain to be matched by `wide`; false for what is no glob. */
export function globIncludes(wide: string, narrow: string): boolean {
  const [outer, inner] = [parseGlob(wide), parseGlob(narrow)];
  if (outer.kind !== "glob" || inner.kind !== "glob") return false;
  const [wanted, given] = [itemsOf(outer), itemsOf(inner)];
  if ((wanted.length + 1) * (given.length + 1) > MAX_STEPS) return false;
  return covers(wanted, given);
}

/** A `**` that ends a glob matches anything, as a `*` does. */
function itemsOf({ tokens }: Glob): readonly Item[] {
  return tokens.flatMap((token, index): readonly Item[] => {
    if (token.kind === "literal")
      return Array.from(token.text, (text) => ({ kind: "point", point: text.codePointAt(0) ?? 0 }));
    return token.kind === "path" && index === tokens.length - 1 ? [{ kind: "run" }] : [token];
  });
}

/** What is known of the items behind a place, for each place in the given ones. */
interface Row {
  /** The wanted items from here on match whatever the given items from the place on match. */
  readonly from: readonly boolean[];
  /** The same, once the wanted `**` has taken something that does not yet end in `/`. */
  readonly within: readonly boolean[];
}

/**
 * Walks the wanted items from last to first. Each has to take whole given items, whatever these stand for, so that one
 * way of taking them works for every text.
 */
function covers(wanted: readonly Item[], given: readonly Item[]): boolean {
  let behind: Row = { from: [...given.map(() => false), true], within: [] };
  for (const item of wanted.toReversed()) behind = rowOf(item, given, behind);
  return behind.from[0] === true;
}

function rowOf(item: Item, given: readonly Item[], behind: Row): Row {
  const from: boolean[] = Array(given.length + 1).fill(false);
  const within: boolean[] = Array(given.length + 1).fill(false);
  for (let at = given.length; at >= 0; at--) {
    const taken = given[at];
    const skip = behind.from[at] === true;
    const stay = from[at + 1] === true;
    if (item.kind === "path") {
      within[at] = taken !== undefined && (within[at + 1] === true || (isSlash(taken) && stay));
      from[at] = skip || within[at] === true || (taken?.kind === "path" && stay);
    } else if (item.kind === "run") {
      from[at] = skip || stay;
    } else {
      from[at] = taken !== undefined && behind.from[at + 1] === true && holdsAll(item, taken);
    }
  }
  return { from, within };
}

function isSlash(item: Item): boolean {
  return item.kind === "point" && item.point === 0x2f;
}

/** True when the wanted item takes every single code point that the given one stands for. */
function holdsAll(wanted: Item, given: Item): boolean {
  if (given.kind === "run" || given.kind === "path") return false;
  if (wanted.kind === "one") return true;
  if (wanted.kind === "point") return given.kind === "point" && given.point === wanted.point;
  if (wanted.kind !== "class" || given.kind === "one") return false;
  if (given.kind === "point") return isListed(wanted.ranges, given.point) !== wanted.negated;
  return sameClass(wanted, given);
}

function isListed(ranges: readonly number[], point: number): boolean {
  return ranges.some((from, index) => index % 2 === 0 && point >= from && point <= (ranges[index + 1] ?? -1));
}

type Class = Extract<Item, { readonly kind: "class" }>;

function sameClass(a: Class, b: Class): boolean {
  return a.negated === b.negated && a.ranges.join() === b.ranges.join();
}
