/** Which calls move something of value: docs/spec/budget.md, M2. */

import { isPayment } from "../kernel/payment.ts";
import type { ActionPart, Request, ToolPart } from "../kernel/request.ts";
import type { Classification, Snapshot } from "../kernel/rule.ts";
import type { Fields } from "./call.ts";

/** What an action part is part of. */
export interface Whole {
  readonly request: Request;
  /** The tool that does it; null for a call of the action itself. */
  readonly tool: ToolPart | null;
  readonly snapshot: Snapshot;
  readonly call: Fields;
}

/** The tool part that stands for the whole call; null where no tool is called. */
export function toolOf({ parts }: Request): ToolPart | null {
  return parts.find((part) => part.kind === "tool") ?? null;
}

/** Whether any part of a request does. */
export function moves(request: Request, snapshot: Snapshot, call: Fields): boolean {
  const whole = { request, tool: toolOf(request), snapshot, call };
  return request.parts.some((part) => (part.kind === "tool" ? part.moves_value : movesValue(part, whole)));
}

/**
 * A payment does, even where it does not say how much; and so does whatever names an amount, readable or not, or a
 * currency.
 */
export function movesValue(part: ActionPart, { request, tool, snapshot, call }: Whole): boolean {
  if (part.amount !== null || isPayment(part.action) || tool?.moves_value === true) return true;
  const row = rowOf(part, tool, snapshot);
  if (row !== null) return row.amount !== null || row.currency !== null || row.currency_value !== null;
  return (
    isGiven(request.given === undefined ? call["amount"] : request.given.context["amount"]) || isPriced(part, request)
  );
}

/** What a currency means in a question about somebody else's action is not for Writ to say. */
function isPriced({ currency }: ActionPart, { given, action }: Request): boolean {
  return currency !== null && (given === undefined || action.type === "Writ::Action");
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What makes an action of a tool call. */
export function rowOf({ action }: ActionPart, tool: ToolPart | null, { classify }: Snapshot): Classification | null {
  if (tool === null) return null;
  const { name, server } = tool;
  return classify.find((row) => row.tool === name && row.server === server && row.action === action) ?? null;
}
