/** What may be said to an engine from outside its process, one order at a time; docs/spec/engine.md. */

import { isRecord } from "../intent/call.ts";
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
  | { readonly order: "confirm_clock"; readonly value: Reason }
  | { readonly order: "statement"; readonly value: string };

interface Reason {
  readonly reason: string;
}

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
  readonly isValue: (value: Json) => boolean;
  /** INVARIANT: given only what `isValue` accepts, or what was typed as the value of the order. */
  readonly carry: (desk: Desk, value: never) => Promise<OrderResult>;
}

const ROWS: ReadonlyMap<unknown, Row> = new Map([
  ["freeze", { isSigned: true, isValue: isFreeze, carry: (desk, value: FreezeOptions) => desk.freeze(value) }],
  ["unfreeze", { isSigned: true, isValue: isFreeze, carry: (desk, value: FreezeOptions) => desk.unfreeze(value) }],
  [
    "confirm_clock",
    { isSigned: true, isValue: isReason, carry: (desk, value: Reason) => desk.confirmClock(value.reason) },
  ],
  ["statement", { isSigned: false, isValue: isText, carry: (desk, text: string) => desk.statement(text) }],
] satisfies [Order["order"], Row][]);

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

/** Carries an order out. */
export function carry({ order, value }: Order, desk: Desk): Promise<OrderResult> {
  return (ROWS.get(order) as Row).carry(desk, value as never);
}

/** Carries out what somebody sent. What is not understood changes nothing. */
export async function carryOut(said: Json, { desk, of, publicKey }: Heard): Promise<OrderResult> {
  const { order, signature = null, value = null } = (isRecord(said) ? said : {}) as { readonly [name: string]: Json };
  const row = ROWS.get(order);
  if (row === undefined) return refusal("control.unknown", "this engine knows no such order");
  const sent = { order, value } as unknown as Order;
  const signed = typeof signature === "string" ? fromBase64(signature) : null;
  if (row.isSigned && (signed === null || !verifyEd25519(publicKey, signingInput(sent, of), signed)))
    return refusal("control.unsigned", "the order is not signed by the key of the ledger");
  return row.isValue(value) ? carry(sent, desk) : refusal("control.malformed", `the value of \`${order}\` is none`);
}

export function refusal(code: string, detail: string): OrderResult {
  return { ok: false, code, detail, entry: null };
}

/** The bytes under a signature begin with a NUL, as no signed note does, and with a purpose of their own. */
function signingInput({ order, value }: Order, { origin, challenge }: Conversation): Uint8Array {
  return new TextEncoder().encode(`\0${PURPOSE}\n${canonical({ challenge, order, origin, value })}`);
}

/** Reasons, like names, are for people. */
const MAX_LENGTH = 4096;

function isFreeze(value: Json): boolean {
  if (!isRecord(value)) return false;
  const { all = true, reason = null, ...others } = value;
  const known = ["tenant", "principal", "until"];
  return (
    all === true &&
    isName(reason) &&
    Object.entries(others).every(([name, text]) => known.includes(name) && isName(text))
  );
}

function isReason(value: Json): boolean {
  return isRecord(value) && Object.keys(value).length === 1 && isName(value["reason"]);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.length <= MAX_LENGTH;
}

function isText(value: Json): boolean {
  return typeof value === "string";
}
