/** JSON text → source. */

import { JsonError, parseJson } from "../../kernel/json.ts";
import { MAX_BYTES } from "../limit.ts";
import { lazyPlaces, locateJson } from "../locate.ts";
import type { Refusal } from "../refusal.ts";
import type { PolicyFile, Source } from "../source.ts";
import { isTable } from "../table.ts";

// An empty TOML file is Radium's default; an empty JSON object may be anything.
const EMPTY: Refusal = {
  kind: "refusal",
  code: "policy.unknown_format",
  message: "an empty object is no policy",
  at: null,
};

/** As `parseJsonSource`, but an empty object is refused. */
export function parseJsonPolicy(file: PolicyFile): Source | Refusal {
  const source = parseJsonSource(file);
  const isEmpty = "value" in source && isTable(source.value) && Object.keys(source.value).length === 0;
  return isEmpty ? EMPTY : source;
}

/** Parses strict JSON: duplicate keys, inexact numbers and excessive depth are refused. */
export function parseJsonSource({ name, text }: PolicyFile): Source | Refusal {
  try {
    const value = parseJson(text, { maxBytes: MAX_BYTES });
    return { name, text, value, place: lazyPlaces(text, locateJson) };
  } catch (error) {
    if (error instanceof JsonError) return syntaxError(error);
    throw error;
  }
}

function syntaxError({ code, message, line, column }: JsonError): Refusal {
  return { kind: "refusal", code, message: message.replace(/ at line \d+, column \d+$/, ""), at: { line, column } };
}
