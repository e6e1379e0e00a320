/** What may be said to an engine from outside its process, one order at a time; docs/spec/engine.md. */

import { fromBase64, toBase64 } from "../kernel/base64.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Json } from "../kernel/json.ts";
import type { Approvals } from "./approval.ts";
import type { Control, FreezeOptions } from "./control.ts";
import { verifyEd25519 } from "./key-ed25519.ts";

/** What an order is carried out on. */
export type Desk = Pick<Control, "freeze" | "unfreeze" | "confirmClock"> & Pick<Approvals, "statement">;

export type Order =
  | { readonly order: "freeze"; readonly value: FreezeOptions }
  | { readonly order: "unfreeze"; readonly value: Omit<FreezeOptions, "until"> }
  | { readonly order: "confirm_clock"; readonly value: { readonly reason: string } }
  | { readonly order: "statement"; readonly value: string };

export type OrderResult = Awaited<ReturnType<Desk[keyof Desk]>>;

/** An order as it is sent. */
export type SignedOrder = Order & {
  /** 64 bytes in base64, by the key of the ledger; null where the order carries its own proof. */
  readonly signature: string | null;
};

/** Which conversation an order belongs to: it is worth nothing in another one. */
export interface Conversation {
  /** Name of the ledger. */
  readonly origin: string;
  /** Random, by the engine: 64 hexadecimal digits. */
  readonly challenge: string;
}

interface Row {
  /** Whether the order is taken only from who has the key of the ledger. */
  readonly isSigned: boolean;
  readonly carry: (desk: Desk, value: Json) => Promise<OrderResult> | null;
}

/** A null is a value that is none. */
const ROWS: ReadonlyMap<string, Row> = new Map([
  ["freeze", { isSigned: true, carry: (desk, value) => withFreeze(value, desk.freeze) }],
  ["unfreeze", { isSigned: true, carry: (desk, value) => withFreeze(value, desk.unfreeze) }],
  ["confirm_clock", { isSigned: true, carry: (desk, value) => withReason(value, desk.confirmClock) }],
  ["statement", { isSigned: false, carry: (desk, text) => (typeof text === "string" ? desk.statement(text) : null) }],
] satisfies [string, Row][]);

const PURPOSE = "writ/control/v1";

/** The order, signed for this conversation. */
export function signOrder(order: Order, of: Conversation, sign: (message: Uint8Array) => Uint8Array): SignedOrder {
  return { ...order, signature: toBase64(sign(signingInput(order, of))) };
}

/** Where an order arrives. */
export interface Heard {
  readonly desk: Desk;
  readonly of: Conversation;
  /** Of the ledger, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Carries an order out. What is not understood changes nothing. */
export async function carryOut(said: Json, at: Heard): Promise<OrderResult> {
  const { order, signature = null, value = null } = isObject(said) ? said : {};
  const row = typeof order === "string" ? ROWS.get(order) : undefined;
  if (row === undefined) return refusal("control.unknown", "this engine knows no such order");
  const signed = typeof signature === "string" ? fromBase64(signature) : null;
  const input = signingInput({ order, value } as unknown as Order, at.of);
  if (row.isSigned && (signed === null || !verifyEd25519(at.publicKey, input, signed)))
    return refusal("control.unsigned", "the order is not signed by the key of the ledger");
  return (await row.carry(at.desk, value)) ?? refusal("control.malformed", `the value of \`${order}\` is none`);
}

export function refusal(code: string, detail: string): OrderResult {
  return { ok: false, code, detail, entry: null };
}

/** The bytes under a signature begin with a NUL, as no signed note does, and with a purpose of their own. */
function signingInput({ order, value }: Order, { origin, challenge }: Conversation): Uint8Array {
  return new TextEncoder().encode(`\0${PURPOSE}\n${canonical({ challenge, order, origin, value })}`);
}

function withFreeze(value: Json, act: Desk["freeze"]): Promise<OrderResult> | null {
  return isFreeze(value) ? act(value) : null;
}

function withReason(value: Json, act: Desk["confirmClock"]): Promise<OrderResult> | null {
  const { reason, ...others } = isObject(value) ? value : {};
  const isReason = typeof reason === "string" && reason.length <= MAX_LENGTH && Object.keys(others).length === 0;
  return isReason ? act(reason) : null;
}

/** Reasons, like names, are for people. */
const MAX_LENGTH = 4096;

function isFreeze(value: Json): value is Json & FreezeOptions {
  if (!isObject(value)) return false;
  const { all = true, reason, ...others } = value;
  const texts = { reason: reason ?? null, ...others };
  const known = ["tenant", "principal", "reason", "until"];
  return (
    all === true &&
    Object.entries(texts).every(
      ([name, text]) => known.includes(name) && typeof text === "string" && text.length <= MAX_LENGTH,
    )
  );
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
