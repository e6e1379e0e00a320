/** The form of what comes from strangers: exactly these members, each of its kind. */

import { isRecord } from "../intent/call.ts";
import { isHash, isSize } from "../ledger/node.ts";

/** A word of `WORDS`, a list of one form, null or a form, or an object with exactly these members (or others too). */
export type Form =
  | Word
  | { readonly list: Form }
  | { readonly orNull: Form }
  | { readonly members: Readonly<Record<string, Form>>; readonly others?: true };

export interface FormProblem {
  readonly code: "capsule.field_unknown" | "capsule.field_missing" | "capsule.field_invalid";
  /** JSON Pointer. */
  readonly pointer: string;
}

type Word = "text" | "hash" | "marked_hash" | "size" | "object";

const WORDS: Readonly<Record<Word, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  hash: isHash,
  marked_hash: (value) => typeof value === "string" && value.startsWith("0x") && isHash(value.slice(2)),
  size: isSize,
  object: isRecord,
};

const HASHES: Form = { list: "hash" };
const PROVEN: Form = { members: { hash: "hash", proof: HASHES, text: "text" } };
const SOURCES: Form = { list: { members: { name: "text", text: "text" } } };
const SNAPSHOT: Form = {
  members: { hash: "marked_hash", semantics: "text", settings: "object", sources: SOURCES },
  others: true,
};

/** Of what is inside of request, facts, decision and rules the hashes and the comparisons tell. */
export const CAPSULE_FORM: Form = {
  members: {
    call: { orNull: "text" },
    checkpoint: "text",
    decision: "object",
    entry: PROVEN,
    execution: { list: PROVEN },
    facts: "object",
    later: { orNull: { members: { checkpoint: "text", proof: HASHES } } },
    openings: { list: { members: { pointer: "text", salt: "hash", value: "text" } } },
    request: "object",
    request_hash: "marked_hash",
    schema: "text",
    snapshot: { orNull: SNAPSHOT },
  },
};

/** The text of a document; throws for bytes that are not UTF-8. */
export function textOf(source: string | Uint8Array): string {
  return typeof source === "string"
    ? source
    : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source);
}

/** The first thing that is not of the form, or null. */
export function formProblem(value: unknown, form: Form, pointer = ""): FormProblem | null {
  if (typeof form === "string") return WORDS[form](value) ? null : { code: "capsule.field_invalid", pointer };
  if ("orNull" in form) return value === null ? null : formProblem(value, form.orNull, pointer);
  return "list" in form ? listProblem(value, form.list, pointer) : objectProblem(value, form, pointer);
}

function listProblem(value: unknown, form: Form, pointer: string): FormProblem | null {
  if (!Array.isArray(value)) return { code: "capsule.field_invalid", pointer };
  return firstProblem(value.map((item, at) => formProblem(item, form, `${pointer}/${at}`)));
}

function objectProblem(value: unknown, form: Extract<Form, { members: unknown }>, pointer: string): FormProblem | null {
  if (!isRecord(value)) return { code: "capsule.field_invalid", pointer };
  const { members, others } = form;
  const unknown = others ? undefined : Object.keys(value).find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined) return { code: "capsule.field_unknown", pointer: `${pointer}/${unknown.slice(0, 64)}` };
  return firstProblem(
    Object.entries(members).map(([name, member]) => {
      const place = `${pointer}/${name}`;
      if (!Object.hasOwn(value, name)) return { code: "capsule.field_missing", pointer: place };
      return formProblem(value[name], member, place);
    }),
  );
}

function firstProblem(problems: readonly (FormProblem | null)[]): FormProblem | null {
  return problems.find(Boolean) ?? null;
}
