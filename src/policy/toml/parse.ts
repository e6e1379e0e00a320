/** TOML text → source. */

import { parse, TomlError } from "smol-toml";
import { lazyPlaces, locateToml } from "../locate.ts";
import { type Refusal, refusedAt } from "../refusal.ts";
import type { PolicyFile, Source } from "../source.ts";

const MAX_DEPTH = 64;
// A number of ten million digits takes seconds to read.
const LONG_NUMBER = /[=[,]\s*[+-]?\d[\d_]{1000}/;

/** Parses a TOML 1.0 document; duplicate keys, excessive depth and numbers of over a thousand digits are refused. */
export function parseToml(file: PolicyFile): Source | Refusal {
  const { name, text } = file;
  const long = LONG_NUMBER.exec(text);
  if (long !== null) {
    const why = { code: "policy.too_large", message: "a number of over 1000 digits" };
    return refusedAt(text, long.index + long[0].search(/[+\d-]/), why);
  }
  try {
    const value = parse(text, { integersAsBigInt: true, maxDepth: MAX_DEPTH });
    return { name, text, value, place: lazyPlaces(text, locateToml) };
  } catch (error) {
    if (error instanceof TomlError) return syntaxError(error);
    throw error;
  }
}

/** The parser's message is one line, followed by a picture of the place, which we do not show. */
function syntaxError(error: TomlError): Refusal {
  const [line = ""] = error.message.split("\n", 1);
  const message = line.replace(/^Invalid TOML document: /, "");
  return { kind: "refusal", code: "toml.syntax", message, at: { line: error.line, column: error.column } };
}
