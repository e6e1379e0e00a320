/** What a call would move, for budgets to add up: docs/spec/budget.md, "Movements". */

import { parseAsset, unitOf } from "../kernel/asset.ts";
import { compile } from "../kernel/compile.ts";
import { foldCase } from "../kernel/glob.ts";
import { assetOf as listedAsset } from "../kernel/listed-asset.ts";
import type { Dimensions, Movement } from "../kernel/movement.ts";
import { isPayment, type PaymentTerms } from "../kernel/payment.ts";
import type { ActionPart, Entity, Request, ToolPart } from "../kernel/request.ts";
import type { Classification, Snapshot } from "../kernel/rule.ts";
import type { Fields } from "./call.ts";

interface Surroundings {
  readonly snapshot: Snapshot;
  readonly call: Fields;
  /** It goes into a ledger: a budget that is added later counts what was paid before. */
  readonly recorded: boolean;
}

/** The request with its movements, where the snapshot has budgets, or a payment is recorded. */
export function withMovements(request: Request, { snapshot, call, recorded }: Surroundings): Request {
  if (request.kind === "invalid" || request.movements !== undefined) return request;
  const counts = snapshot.budgets.length > 0 || (recorded && request.parts.some(pays));
  return counts ? { ...request, movements: movementsOf(request, snapshot, call) } : request;
}

function pays(part: Request["parts"][number]): boolean {
  return part.kind === "action" ? isPayment(part.action) : part.moves_value;
}

/** One for each payment or other action; a tool call that is neither is one too, however many commands its line has. */
function movementsOf(request: Request, snapshot: Snapshot, call: Fields): readonly Movement[] {
  const who = whoOf(request, snapshot);
  const tool = request.parts.find((part) => part.kind === "tool") ?? null;
  const actions = request.parts.filter((part) => part.kind === "action");
  if (actions.length === 0) return [toolMovement(request, tool, who)];
  return actions.map((part) =>
    actionMovement(part, { request, tool, row: rowOf(part, tool, snapshot), who, snapshot, call }),
  );
}

/** Calls of these kinds have neither a task nor a provider. */
function whoOf({ principal, context }: Request, snapshot: Snapshot): Dimensions {
  return {
    principal: principal.id,
    ...groupsOf(principal, snapshot),
    ...optional("tenant", context.tenant),
    session: context.session_id,
    task: null,
    provider: null,
  };
}

/** Whoever the policies do not know may be in any group. */
function groupsOf(principal: Entity, snapshot: Snapshot): Dimensions {
  const { entities } = compile(snapshot);
  if (entities.find(principal) === undefined) return {};
  const [, ...above] = entities.ancestors(principal);
  return { group: above.map(({ id }) => id) };
}

/** A tool that moves value does not say how much, unless `[classify]` does. */
function toolMovement({ action }: Request, tool: ToolPart | null, who: Dimensions): Movement {
  const named: Dimensions = { ...who, action: action.id, tool: toolOf(tool) };
  if (tool?.moves_value === true) return { amounts: {}, dimensions: named };
  return { amounts: null, dimensions: { ...named, payee: null, asset: null, chain: null } };
}

interface Deed {
  readonly request: Request;
  /** The tool that does it; null for a call of the action itself. */
  readonly tool: ToolPart | null;
  /** What makes an action of it. */
  readonly row: Classification | null;
  readonly who: Dimensions;
  readonly snapshot: Snapshot;
  readonly call: Fields;
}

/** What a tool does is both: the execution of the tool, and the action that it is. */
function actionMovement(part: ActionPart, deed: Deed): Movement {
  const { request, tool, who } = deed;
  const dimensions: Dimensions = {
    ...who,
    ...optional("tenant", part.tenant ?? request.context.tenant),
    action: tool === null ? part.action : [request.action.id, part.action],
    tool: toolOf(tool),
    ...payeeOf(deed),
  };
  if (!movesValue(part, deed)) return { amounts: null, dimensions: { ...dimensions, asset: null, chain: null } };
  const { payment } = request;
  const paid = payment === undefined ? assetOf(part) : termsOf(payment, deed.snapshot);
  return { amounts: amountsOf(part), dimensions: { ...dimensions, ...paid } };
}

/** A payment request says what it is for, and whom it pays by whose service; what it pays in only if that is listed. */
function termsOf(payment: PaymentTerms, snapshot: Snapshot): Dimensions {
  const { task, provider, recipient } = payment;
  const asset = listedAsset(payment, snapshot.assets);
  return {
    task,
    provider: provider.id ?? provider.url,
    ...(recipient.address === null ? {} : { payee: recipient.address.toLowerCase() }),
    ...(asset === null ? {} : { asset: asset.id, ...optional("chain", parseAsset(asset.id)?.chain ?? null) }),
  };
}

/** A payment does, even where it does not say how much; and so does whatever names an amount, readable or not. */
function movesValue(part: ActionPart, { request, tool, row, call }: Deed): boolean {
  if (part.amount !== null || isPayment(part.action) || tool?.moves_value === true) return true;
  if (row !== null) return row.amount !== null;
  const given = request.given === undefined ? call["amount"] : request.given.context["amount"];
  return given !== undefined && given !== null;
}

function rowOf({ action }: ActionPart, tool: ToolPart | null, { classify }: Snapshot): Classification | null {
  if (tool === null) return null;
  const { name, server } = tool;
  return classify.find((row) => row.tool === name && row.server === server && row.action === action) ?? null;
}

function amountsOf({ amount, currency }: ActionPart): Readonly<Record<string, string>> {
  return amount === null || currency === null ? {} : { [unitOf(currency)]: amount };
}

/** A currency is its own asset, and on no chain. */
function assetOf({ currency }: ActionPart): Dimensions {
  if (currency === null) return {};
  const asset = parseAsset(currency);
  return asset === null ? { asset: currency, chain: null } : { asset: asset.id, chain: asset.chain };
}

/** Another case is no way around a limit. */
function toolOf(tool: ToolPart | null): string | null {
  return tool === null ? null : foldCase(tool.tool);
}

/** Whom the call names; where nobody is named, anybody may be paid. */
function payeeOf({ request, tool, row, call }: Deed): Dimensions {
  if (tool !== null) return argumentOf(tool, row?.payee);
  const payee = request.given === undefined ? call["payee"] : request.given.context["payee"];
  return typeof payee === "string" && payee !== "" ? { payee } : {};
}

/** An argument that holds several names pays each of them. */
function argumentOf({ fields }: ToolPart, name: string | undefined): Dimensions {
  const texts = fields.find((field) => field.name === name)?.exact ?? [];
  const payee = texts.filter((text) => typeof text === "string");
  return payee.length === 0 || payee.length < texts.length ? {} : { payee };
}

/** Left out where it could be there and is not: unknown. */
function optional(dimension: "tenant" | "chain", value: string | null): Dimensions {
  return value === null ? {} : { [dimension]: value };
}
