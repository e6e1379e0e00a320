/** Makes text that came from outside harmless for a terminal and honest for a reader. */

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and what changes the order of text or takes no
 * place: bidi marks, embeddings and isolates (UAX #9), zero-width characters, tags, lone surrogates.
 */
const DANGEROUS =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}\ud800-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** One line that shows every dangerous character as `\n`, `\x1b` or `\u{202e}`. */
export function escapeText(text: string): string {
  return text.replace(DANGEROUS, (char) => SHORT[char] ?? visible(char.codePointAt(0) ?? 0));
}

function visible(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

/** The same plain data with every text in it escaped; what renderers are given. */
export function escapeAll<T>(data: T): T {
  return escapeValue(data) as T;
}

function escapeValue(value: unknown): unknown {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [escapeText(name), escapeValue(inner)]));
}

/** JSON of the same value in which no dangerous character stands bare. */
export function escapeJson(json: string): string {
  return json.replace(DANGEROUS, (char) => (char === "\n" ? char : jsonEscapes(char)));
}

const jsonEscapes = (char: string): string =>
  Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
