/** What a YAML text must not have: it is refused before anything recurses over it. */

import { yaml } from "#on-demand";
import { type Refusal, refusedAt } from "../refusal.ts";

/**
 * Brackets inside each other, and columns in which a block may begin. A block that is deeper begins further right, so
 * this bounds how deep the parser recurses; at some thousand levels it would take the process along.
 */
const MAX_BRACKETS = 64;
const MAX_COLUMN = 128;

/** The parser takes some microseconds for each word, mark and blank. */
const MAX_LEXEMES = 1_000_000;

/** Two readings of one text are one too many: what YAML can say in the text of another value, or of another version. */
const REFUSED: Readonly<Record<string, string>> = {
  alias: "an alias is refused: write the value again",
  anchor: "an anchor is refused",
  tag: "a tag is refused: the type of a value is that of its text",
  "directive-line": "a directive is refused: the version is 1.2",
  "byte-order-mark": "a byte order mark is refused",
};

interface Scan {
  readonly text: string;
  at: number;
  lineStart: number;
  brackets: number;
}

/** YAML 1.2 §5.1 has none of them; the lexer uses some as its own marks. */
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** The first thing that is refused; null if there is none. */
export function scanYaml(text: string): Refusal | null {
  const control = text.search(CONTROL);
  if (control !== -1) return refusedAt(text, control, { code: "yaml.syntax", message: "a control character" });
  const scan: Scan = { text, at: 0, lineStart: 0, brackets: 0 };
  let isScalar = false;
  let count = 0;
  const { CST, Lexer } = yaml();
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > MAX_LEXEMES) return tooLong(text, scan.at);
    const type = isScalar ? "scalar" : (CST.tokenType(lexeme) ?? "scalar");
    isScalar = lexeme === CST.SCALAR;
    // These stand for what follows, and are not in the text.
    if (isScalar || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END) continue;
    const refusal = step(scan, type, lexeme);
    if (refusal !== null) return refusal;
  }
  return null;
}

function step(scan: Scan, type: string, lexeme: string): Refusal | null {
  const start = scan.at;
  scan.at += lexeme.length;
  const why = REFUSED[type];
  if (why !== undefined) return refusedAt(scan.text, start, { code: "yaml.refused", message: why });
  // A bracket that closes nothing does not make room for another one.
  if (type.startsWith("flow-")) scan.brackets = Math.max(0, scan.brackets + (type.endsWith("-start") ? 1 : -1));
  if (scan.brackets > MAX_BRACKETS || isFarRight(scan, type, start)) return tooDeep(scan.text, start);
  const lastLine = lexeme.lastIndexOf("\n");
  if (lastLine !== -1) scan.lineStart = start + lastLine + 1;
  return null;
}

function isFarRight({ lineStart, brackets, at }: Scan, type: string, start: number): boolean {
  if (brackets > 0) return false;
  if (type === "space") return start === lineStart && at - start > MAX_COLUMN;
  return (type === "seq-item-ind" || type === "explicit-key-ind") && start - lineStart > MAX_COLUMN;
}

function tooDeep(text: string, at: number): Refusal {
  return refusedAt(text, at, { code: "yaml.depth", message: "nested too deep" });
}

function tooLong(text: string, at: number): Refusal {
  return refusedAt(text, at, { code: "policy.too_large", message: `more than ${MAX_LEXEMES} words and marks` });
}
