/** What a deny rule and an allow rule make of an analysis; a small model of docs/spec/decision.md 6 and 7 for tests. */

import { analyseShell } from "../../../src/intent/shell/analyse.ts";
import type { Text } from "../../../src/kernel/request.ts";

export type Verdict = "allow" | "ask" | "deny";

const ANYTHING = Symbol("anything");
type Token = string | typeof ANYTHING;

/** The answer in mode yolo with one deny rule. */
export function underDeny(
  input: string | readonly string[],
  pattern: string,
  clusters: readonly string[] = ["-rf"],
): Verdict {
  const analysis = analyseShell(input, { clusters });
  const texts = [...analysis.forms, ...analysis.commands.flatMap(({ exact, forms }) => [...exact, ...forms])];
  const truths = texts.map((text) => (isCertain(text, pattern) ? "true" : matches(text, pattern)));
  if (truths.includes("true") || analysis.opaque !== null) return "deny";
  return truths.includes("open") ? "ask" : "allow";
}

/** The answer in mode ask with allow rules. */
export function underAllow(input: string | readonly string[], ...patterns: readonly string[]): Verdict {
  const { commands, opaque } = analyseShell(input, { clusters: [] });
  const covered = commands.every(
    ({ exact, doubt, writes }) =>
      doubt === null &&
      writes.length === 0 &&
      patterns.some((pattern) => exact.every((text) => matches(text, pattern) === "true")),
  );
  return opaque === null && commands.length > 0 && covered ? "allow" : "ask";
}

/** Every filling matches where each hole is taken by a `*`: no pattern has the mark that stands for a hole here. */
function isCertain(text: Text, pattern: string): boolean {
  return typeof text !== "string" && matches(text.join("\0"), pattern) === "true";
}

/** Whole-string glob with `*`; a text with holes is open when some filling matches. */
export function matches(text: Text, pattern: string): "true" | "false" | "open" {
  const pieces = typeof text === "string" ? [text] : text;
  const fits = intersects(tokens(pieces), tokens(pattern.split("*")));
  if (!fits) return "false";
  return typeof text === "string" ? "true" : "open";
}

function tokens(pieces: readonly string[]): readonly Token[] {
  return pieces.flatMap((piece, index): readonly Token[] => (index === 0 ? [...piece] : [ANYTHING, ...piece]));
}

/** True when some string fits both; one row per token of the left side. */
function intersects(left: readonly Token[], right: readonly Token[]): boolean {
  let row = right.map((_, j) => right.slice(0, j).every((token) => token === ANYTHING));
  row.push(right.every((token) => token === ANYTHING));
  for (const token of left) row = nextRow(row, token, right);
  return row.at(-1) ?? false;
}

function nextRow(row: readonly boolean[], token: Token, right: readonly Token[]): boolean[] {
  const next = [token === ANYTHING && (row[0] ?? false)];
  right.forEach((other, j) => {
    const both = row[j] === true && (token === other || token === ANYTHING || other === ANYTHING);
    const skipLeft = token === ANYTHING && row[j + 1] === true;
    const stayRight = other === ANYTHING && row[j + 1] === true;
    const skipRight = other === ANYTHING && next[j] === true;
    const swallow = token === ANYTHING && next[j] === true;
    next.push(both || skipLeft || stayRight || skipRight || swallow);
  });
  return next;
}
