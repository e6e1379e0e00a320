/** The formats of policies: one row for each file ending. */

import * as onDemand from "#on-demand";
import { quoted } from "../kernel/json-error.ts";
import type { CedarReading } from "./cedar/document.ts";
import type * as Cedar from "./cedar/language.ts";
import { emptyDocument, type PolicyDocument, readDocument } from "./document.ts";
import { parseJsonPolicy, parseJsonSource } from "./json/parse.ts";
import { MAX_BYTES, MAX_MARKS } from "./limit.ts";
import { readRecognised } from "./recognise.ts";
import { type Refusal, refusedAt } from "./refusal.ts";
import type { PolicyFile, Source } from "./source.ts";
import { parseToml } from "./toml/parse.ts";
import { parseYaml } from "./yaml/parse.ts";

interface Format {
  readonly ending: string;
  readonly parse: (file: PolicyFile) => Source | Refusal;
  readonly read: (source: Source) => PolicyDocument;
  /** What bounds the work of the parser: a million keys take it seconds. */
  readonly marks: readonly (readonly [name: string, form: RegExp])[];
}

const COMMAS: Format["marks"] = [["commas", /,/g]];

/** The first row whose ending a name has. */
const FORMATS: readonly Format[] = [
  {
    ending: ".toml",
    parse: parseToml,
    read: readDocument,
    marks: [
      ["line breaks and commas", /[\n,]/g],
      ["dots", /\./g],
    ],
  },
  { ending: ".cedar", parse: cedarText, read: cedar(({ readPolicyText }) => readPolicyText), marks: [] },
  { ending: ".cedarschema", parse: cedarText, read: cedar(({ waiting }) => waiting("schema")), marks: COMMAS },
  {
    ending: ".cedarschema.json",
    parse: parseJsonSource,
    read: cedar(({ waiting }) => waiting("schema")),
    marks: COMMAS,
  },
  {
    ending: ".entities.json",
    parse: parseJsonSource,
    read: cedar(({ waiting }) => waiting("entities")),
    marks: COMMAS,
  },
  { ending: ".cedar.json", parse: parseJsonSource, read: cedar(({ readPolicyJson }) => readPolicyJson), marks: COMMAS },
  { ending: ".links.json", parse: parseJsonSource, read: cedar(({ readLinks }) => readLinks), marks: COMMAS },
  { ending: ".json", parse: parseJsonPolicy, read: readRecognised, marks: COMMAS },
  { ending: ".yaml", parse: parseYaml, read: readRecognised, marks: [] },
  { ending: ".yml", parse: parseYaml, read: readRecognised, marks: [] },
];

function cedarText({ name, text }: PolicyFile): Source {
  return onDemand.cedar().textSource(name, text);
}

/** The language is loaded with the first file of it. */
function cedar(readerOf: (language: typeof Cedar) => (source: Source) => CedarReading): Format["read"] {
  return (source) => {
    const { reading, cedar } = readerOf(onDemand.cedar())(source);
    return { ...emptyDocument(reading), cedar };
  };
}

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Reads a file by its ending; refuses unknown endings, texts that are too large, and halves of surrogate pairs. */
export function readPolicyFile(file: PolicyFile): PolicyDocument | Refusal {
  const format = FORMATS.find(({ ending }) => file.name.endsWith(ending));
  if (format === undefined) return unknownEnding(file.name);
  const parsed = parseAs(format, file);
  return "kind" in parsed ? parsed : format.read(parsed);
}

/** Parses a document that is no policy, under the same limits. */
export function parseFile(file: PolicyFile): Source | Refusal {
  const format = FORMATS.find(({ ending }) => file.name.endsWith(ending));
  return format === undefined ? unknownEnding(file.name) : parseAs(format, file);
}

function parseAs({ parse, marks }: Format, file: PolicyFile): Source | Refusal {
  return tooLarge(file.text) ?? tooMany(file.text, marks) ?? notUnicode(file.text) ?? parse(file);
}

function unknownEnding(name: string): Refusal {
  const ending = /\.([^./]*)$/.exec(name)?.[1] ?? "";
  const known = FORMATS.map((format) => `\`${format.ending}\``);
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
