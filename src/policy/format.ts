/** The formats of policies: one row for each file ending. */

import { quoted } from "../kernel/json-error.ts";
import { parseJsonPolicy } from "./json/parse.ts";
import { MAX_BYTES, MAX_MARKS } from "./limit.ts";
import { type Refusal, refusedAt } from "./refusal.ts";
import type { PolicyFile, Source } from "./source.ts";
import { parseToml } from "./toml/parse.ts";

interface Format {
  readonly parse: (file: PolicyFile) => Source | Refusal;
  /** What bounds the work of the parser: a million keys take it seconds. */
  readonly marks: readonly (readonly [name: string, form: RegExp])[];
}

const FORMATS: Readonly<Record<string, Format>> = {
  toml: {
    parse: parseToml,
    marks: [
      ["line breaks and commas", /[\n,]/g],
      ["dots", /\./g],
    ],
  },
  json: { parse: parseJsonPolicy, marks: [["commas", /,/g]] },
};

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Parses a file by its ending; refuses unknown endings, texts that are too large, and halves of surrogate pairs. */
export function parseFile(file: PolicyFile): Source | Refusal {
  const ending = /\.([^./]*)$/.exec(file.name)?.[1] ?? "";
  const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  if (format === undefined) return unknownEnding(ending);
  const { parse, marks } = format;
  return tooLarge(file.text) ?? tooMany(file.text, marks) ?? notUnicode(file.text) ?? parse(file);
}

function unknownEnding(ending: string): Refusal {
  const known = Object.keys(FORMATS).map((format) => `\`.${format}\``);
  return {
    ...whole("policy.unknown_format", `no policy format has the ending ${quoted(`.${ending}`)}`),
    help: `known are ${known.join(", ")}`,
  };
}

function tooLarge(text: string): Refusal | null {
  // A UTF-16 unit takes at most three bytes, so most texts need not be counted.
  const isSmall = text.length * 3 <= MAX_BYTES;
  if (isSmall || (text.length <= MAX_BYTES && new TextEncoder().encode(text).length <= MAX_BYTES)) return null;
  return whole("policy.too_large", `larger than ${MAX_BYTES} bytes`);
}

function tooMany(text: string, marks: Format["marks"]): Refusal | null {
  const many = marks.find(([, form]) => count(text, form) > MAX_MARKS);
  return many === undefined ? null : whole("policy.too_large", `more than ${MAX_MARKS} ${many[0]}`);
}

function count(text: string, form: RegExp): number {
  let found = 0;
  form.lastIndex = 0;
  while (form.test(text)) found++;
  return found;
}

function notUnicode(text: string): Refusal | null {
  const lone = text.search(LONE_SURROGATE);
  return lone === -1 ? null : refusedAt(text, lone, { code: "policy.not_unicode", message: "half a surrogate pair" });
}

function whole(code: string, message: string): Refusal {
  return { kind: "refusal", code, message, at: null };
}
