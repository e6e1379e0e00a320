/** The operators of conditions on one text; the table that a new operator joins. */

import { compileGlob, mayMatch } from "#glob";
import { compareDecimal, parseDecimal } from "./amount.ts";
import { foldCase, foldGlob } from "./glob.ts";
import type { Condition } from "./rule.ts";
import { FALSE, OPEN, TRUE, type Truth, UNKNOWN } from "./truth.ts";

/** A condition that looks at a field. */
export type Comparison = Extract<Condition, { readonly field: string }>;

/** How an operator judges a text that is known, and one with run-time holes between literal pieces. */
export interface TextTest {
  readonly known: (text: string) => Truth;
  /** False when no filling of the holes satisfies it, true when each does, else (or when in doubt) open. */
  readonly pieces: (pieces: readonly string[]) => Truth;
}

type Build<K extends Comparison["kind"]> = (condition: Extract<Comparison, { readonly kind: K }>) => TextTest;

interface Operator<K extends Comparison["kind"]> {
  readonly build: Build<K>;
  /** The same condition with its operand lower-cased, for names and folded paths. */
  readonly fold: (condition: Extract<Comparison, { readonly kind: K }>) => Comparison;
  /** What was expected, for people. */
  readonly expected: (condition: Extract<Comparison, { readonly kind: K }>) => string;
}

const OPERATORS: { readonly [K in Comparison["kind"]]: Operator<K> } = {
  equal: {
    build: ({ value }) => ({
      known: (text) => (text === value ? TRUE : FALSE),
      pieces: (pieces) => (mayEqual(value, pieces) ? OPEN : FALSE),
    }),
    fold: (condition) => ({ ...condition, value: foldCase(condition.value) }),
    expected: ({ value }) => `\`${value}\``,
  },
  one_of: {
    build: ({ values }) => {
      const set = new Set(values);
      return {
        known: (text) => (set.has(text) ? TRUE : FALSE),
        pieces: (pieces) => (values.some((value) => mayEqual(value, pieces)) ? OPEN : FALSE),
      };
    },
    fold: (condition) => ({ ...condition, values: condition.values.map(foldCase) }),
    expected: ({ values }) => `one of ${values.map((value) => `\`${value}\``).join(", ")}`,
  },
  glob: {
    build: ({ pattern }) => {
      const matches = compileGlob(pattern);
      return {
        known: (text) => (matches(text) ? TRUE : FALSE),
        pieces: (pieces) => (mustMatch(pattern, matches, pieces) ? TRUE : mayMatch(pattern, pieces) ? OPEN : FALSE),
      };
    },
    fold: (condition) => ({ ...condition, pattern: foldGlob(condition.pattern) }),
    expected: ({ pattern }) => `matches \`${pattern}\``,
  },
  at_most: {
    build: ({ value }) => bound(value, (order) => order <= 0),
    fold: (condition) => condition,
    expected: ({ value }) => `<= ${value}`,
  },
  at_least: {
    build: ({ value }) => bound(value, (order) => order >= 0),
    fold: (condition) => condition,
    expected: ({ value }) => `>= ${value}`,
  },
};

export function textTest(condition: Comparison): TextTest {
  return (OPERATORS[condition.kind].build as (c: Comparison) => TextTest)(condition);
}

export function foldOperand(condition: Comparison): Comparison {
  return (OPERATORS[condition.kind].fold as (c: Comparison) => Comparison)(condition);
}

export function expectedText(condition: Comparison): string {
  return (OPERATORS[condition.kind].expected as (c: Comparison) => string)(condition);
}

/** Unknown when either side is not an unsigned decimal. */
function bound(value: string, holds: (order: number) => boolean): TextTest {
  const operand = parseDecimal(value);
  return {
    known: (text) => {
      const decimal = parseDecimal(text);
      if (operand === null || decimal === null) return UNKNOWN;
      return holds(compareDecimal(decimal, operand)) ? TRUE : FALSE;
    },
    pieces: () => (operand === null ? UNKNOWN : OPEN),
  };
}

/** No text from outside has it, so that only a `*` can take it. */
const HOLE = "\0";

/** Does every filling match? Certain where each hole is taken by a `*`; patterns with `?` or classes are not tried. */
function mustMatch(pattern: string, matches: (text: string) => boolean, pieces: readonly string[]): boolean {
  return !ONE_CHARACTER.test(pattern) && matches(pieces.join(HOLE));
}

const ONE_CHARACTER = /[?[\0]/;

/** Could filling the holes give exactly this value? Greedy leftmost search is exact for a row of literals. */
function mayEqual(value: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = value.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from + last.length <= value.length;
}
