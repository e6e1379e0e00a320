/** An entry of the ledger in one line, for people. */

import type { Effect } from "../../kernel/effect.ts";
import { shellLine } from "../quote.ts";
import type { Paint } from "./colour.ts";
import { EFFECT_STYLE } from "./decision.ts";
import { eventTold } from "./event.ts";

export interface ShownEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  /** Of a decision. */
  readonly effect: Effect | null;
  readonly principal: string;
  readonly subject: string;
  readonly why: string;
}

/** What is worth a line of an entry's text; whatever its kind does not have is empty. */
export function shownEntry(text: string): ShownEntry {
  const { seq, at, kind, body } = JSON.parse(text);
  const call = callOf(body);
  const [subject, why] = eventTold(kind, body);
  return {
    seq,
    at,
    kind,
    effect: body?.decision?.decision in EFFECT_STYLE ? body.decision.decision : null,
    principal: typeof call["principal"] === "string" ? call["principal"] : "",
    subject: subject || subjectOf(call),
    why: body?.decision?.deny_detail ?? body?.decision?.reasons?.[0]?.text ?? why,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** The call as it was received; it may have been anything. */
function callOf(body: { readonly call?: unknown } | null | undefined): Fields {
  try {
    const call: unknown = JSON.parse(String(body?.call));
    return typeof call === "object" && call !== null ? (call as Fields) : {};
  } catch {
    return {};
  }
}

/** The words of a call that say what it is about. */
function subjectOf({ tool, args, action, resource, amount, currency }: Fields): string {
  const words = Array.isArray(args) ? args : [];
  return shellLine([tool, action, resource, amount, currency, ...words].filter((word) => typeof word === "string"));
}

/** One line; texts must be escaped already. */
export function entryText({ seq, at, kind, effect, principal, subject, why }: ShownEntry, paint: Paint): string {
  const what = effect === null ? kind : paint(EFFECT_STYLE[effect], effect);
  const words = [String(seq).padStart(6), paint("dim", at), what, principal, subject, paint("dim", why)];
  return `${words.filter((word) => word !== "").join("  ")}\n`;
}
