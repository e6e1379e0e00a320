/** What arrives: the shapes of a call, and reading one strictly. A malformed call becomes a refusal, never an error. */

import type { Code } from "../kernel/code.ts";
import { PAYMENT_REQUEST } from "../kernel/payment.ts";
import type { Refusal } from "../kernel/request.ts";

/** A tool call. `args` is a list (Radium) or an object; for a shell tool one string is a script, several are an argv. */
export interface ToolCall {
  readonly kind: "tool";
  readonly tool: string;
  readonly args?: readonly unknown[] | { readonly [name: string]: unknown };
  readonly server?: string | null;
  readonly principal?: string | null;
  readonly session?: string | null;
  readonly tenant?: string | null;
  readonly capabilities?: readonly string[];
  readonly id?: string | null;
  readonly idempotency_key?: string | null;
  readonly at?: string | null;
}

/** An action on a tenant, such as a payment. `amount` is a decimal string, or a number taken by its text. */
export interface ActionCall {
  readonly kind: "action";
  readonly action: string;
  readonly tenant?: string | null;
  readonly amount?: string | number | bigint | null;
  /** A currency, or a CAIP-19 asset. */
  readonly currency?: string | null;
  /** Who is paid, for budgets that tell payees apart. */
  readonly payee?: string | null;
  readonly principal?: string | null;
  readonly session?: string | null;
  readonly capabilities?: readonly string[];
  readonly id?: string | null;
  readonly idempotency_key?: string | null;
  readonly at?: string | null;
}

/** What a part of an access question is called, and its attributes. */
interface NamedPart {
  readonly type: string;
  readonly id: string;
  readonly properties?: { readonly [name: string]: unknown };
}

/** An access question; with action `tool.execute` on a tool it is a tool call. The context may be Cedar JSON. */
export interface AccessCall {
  readonly kind: "access";
  readonly principal?: string | NamedPart | null;
  readonly subject?: string | NamedPart;
  readonly action:
    | string
    | NamedPart
    | { readonly name: string; readonly properties?: { readonly [name: string]: unknown } };
  readonly resource: string | NamedPart;
  readonly context?: { readonly [name: string]: unknown };
  readonly tenant?: string | null;
  readonly session?: string | null;
  readonly id?: string | null;
  readonly idempotency_key?: string | null;
  readonly at?: string | null;
}

/** A payment request: an APRP v1 document. A principal beside it must be its `agent_id`. */
export interface AprpCall {
  readonly kind: "aprp";
  readonly request: { readonly [name: string]: unknown };
  readonly principal?: string | null;
  readonly session?: string | null;
  readonly tenant?: string | null;
  readonly id?: string | null;
  readonly idempotency_key?: string | null;
  readonly at?: string | null;
}

export type Call = ToolCall | ActionCall | AprpCall | AccessCall;

/** Why a call is not one; internal to intent, it never leaves toRequest. */
export class CallError extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.name = "CallError";
    this.code = code;
  }

  get refusal(): Refusal {
    return { code: this.code, detail: this.message };
  }
}

export type Fields = { readonly [name: string]: unknown };

/** Published limit of one call, in bytes. */
export const CALL_LIMIT: number = 1024 * 1024;
/** Published limit of one argument, in UTF-16 code units at most as many as bytes. */
export const ARGUMENT_LIMIT: number = 256 * 1024;
/** Published limit of nesting. */
export const DEPTH_LIMIT = 64;

export function invalid(message: string): CallError {
  return new CallError("request.invalid", message);
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string field; null when absent or null. */
export function optionalText(value: unknown, pointer: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw invalid(`\`${pointer}\` must be a string, not ${typeof value}`);
  return checkText(value, pointer);
}

/** A payment request comes with its document, which nothing that its caller says of it can stand for. */
export function ordinary(action: string): string {
  if (action !== PAYMENT_REQUEST) return action;
  throw invalid(`\`${PAYMENT_REQUEST}\` is asked for by a call of kind \`aprp\``);
}

export function requiredText(value: unknown, pointer: string): string {
  const text = optionalText(value, pointer);
  if (text === null || text === "") throw invalid(`\`${pointer}\` is missing`);
  return text;
}

/** Refuses what no tool should be handed silently: NUL, lone surrogates, and more than the published limit. */
export function checkText(text: string, pointer: string, place?: string | number): string {
  if (text.length <= ARGUMENT_LIMIT && !text.includes("\0") && text.isWellFormed()) return text;
  const where = place === undefined ? pointer : `${pointer}/${place}`;
  if (text.length > ARGUMENT_LIMIT)
    throw new CallError("request.too_large", `\`${where}\` is longer than ${ARGUMENT_LIMIT} characters`);
  throw invalid(`\`${where}\` contains ${text.includes("\0") ? "a NUL character" : "a lone surrogate"}`);
}

/** A misspelt `args` must not become a call without arguments. */
export function unknownField(key: string, known: ReadonlySet<string>): CallError {
  return invalid(`unknown field \`/${key}\`: known are ${[...known].join(", ")}`);
}

const NO_TEXTS: readonly string[] = Object.freeze([]);

export function textList(value: unknown, pointer: string): readonly string[] {
  if (value === undefined || value === null) return NO_TEXTS;
  if (!Array.isArray(value)) throw invalid(`\`${pointer}\` must be a list of strings`);
  return value.map((item, i) => {
    if (typeof item !== "string") throw invalid(`\`${pointer}/${i}\` must be a string, not ${typeof item}`);
    return checkText(item, pointer, i);
  });
}
