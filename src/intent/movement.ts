/** What a call would move, for budgets to add up: docs/spec/budget.md, "Movements". */

import { parseAsset, unitOf } from "../kernel/asset.ts";
import { compile } from "../kernel/compile.ts";
import { foldCase } from "../kernel/glob.ts";
import { assetOf as listedAsset } from "../kernel/listed-asset.ts";
import type { Dimension, Dimensions, Movement } from "../kernel/movement.ts";
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

/** The request, which nobody else has yet, with its movements, where the snapshot has budgets, or a payment is recorded. */
export function withMovements(request: Request, { snapshot, call, recorded }: Surroundings): Request {
  if (request.kind === "invalid" || request.movements !== undefined) return request;
  const counts = snapshot.budgets.length > 0 || (recorded && request.parts.some(pays));
  if (counts) (request as { movements?: Request["movements"] }).movements = movementsOf(request, snapshot, call);
  return request;
}

function pays(part: Request["parts"][number]): boolean {
  return part.kind === "action" ? isPayment(part.action) : part.moves_value;
}

/** One for each payment or other action; a tool call that is neither is one too, however many commands its line has. */
function movementsOf(request: Request, snapshot: Snapshot, call: Fields): readonly Movement[] {
  const who = doerOf(request, snapshot);
  const tool = request.parts.find((part) => part.kind === "tool") ?? null;
  const actions = request.parts.filter((part) => part.kind === "action");
  if (actions.length === 0) return [toolMovement(request, tool, who)];
  return actions.map((part) =>
    actionMovement(part, { request, tool, row: rowOf(part, tool, snapshot), who, snapshot, call }),
  );
}

/** Dimensions while they are found: what could be there and is not is left out, which is unknown. */
type Filling = { -readonly [Name in Dimension]?: NonNullable<Dimensions[Name]> | null };

/** Who does it. */
interface Doer {
  readonly principal: string;
  readonly session: string | null;
  readonly tenant: string | null;
  /** Null: not known. */
  readonly groups: readonly string[] | null;
}

function doerOf({ principal, context }: Request, snapshot: Snapshot): Doer {
  const { session_id: session, tenant } = context;
  return { principal: principal.id, session, tenant, groups: groupsOf(principal, snapshot) };
}

/** Calls of these kinds have neither a task nor a provider. */
function dimensionsOf({ principal, session, groups }: Doer, tenant: string | null, done: Done): Filling {
  const { action, tool } = done;
  const dimensions: Filling = { action, principal, provider: null, session, task: null, tool: toolOf(tool) };
  if (groups !== null) dimensions.group = groups;
  if (tenant !== null) dimensions.tenant = tenant;
  return dimensions;
}

interface Done {
  readonly action: string | readonly string[];
  readonly tool: ToolPart | null;
}

/** Null for whoever the policies do not know: they may be in any group. */
function groupsOf(principal: Entity, snapshot: Snapshot): readonly string[] | null {
  const { entities } = compile(snapshot);
  if (entities.find(principal) === undefined) return null;
  const [, ...above] = entities.ancestors(principal);
  return above.map(({ id }) => id);
}

/** A tool that moves value does not say how much, unless `[classify]` does. */
function toolMovement({ action }: Request, tool: ToolPart | null, who: Doer): Movement {
  const dimensions = dimensionsOf(who, who.tenant, { action: action.id, tool });
  if (tool?.moves_value === true) return { amounts: {}, dimensions };
  dimensions.payee = dimensions.asset = dimensions.chain = null;
  return { amounts: null, dimensions };
}

interface Deed {
  readonly request: Request;
  /** The tool that does it; null for a call of the action itself. */
  readonly tool: ToolPart | null;
  /** What makes an action of it. */
  readonly row: Classification | null;
  readonly who: Doer;
  readonly snapshot: Snapshot;
  readonly call: Fields;
}

/** What a tool does is both: the execution of the tool, and the action that it is. */
function actionMovement(part: ActionPart, deed: Deed): Movement {
  const { request, tool, who } = deed;
  const action = tool === null ? part.action : [request.action.id, part.action];
  const dimensions = dimensionsOf(who, part.tenant ?? who.tenant, { action, tool });
  const payee = payeeOf(deed);
  if (payee !== null) dimensions.payee = payee;
  const moves = movesValue(part, deed);
  if (!moves) dimensions.asset = dimensions.chain = null;
  else if (request.payment !== undefined) fillTerms(dimensions, request.payment, deed.snapshot);
  else if (part.currency !== null) fillCurrency(dimensions, part.currency);
  return { amounts: moves ? amountsOf(part) : null, dimensions };
}

/** A payment request says what it is for, and whom it pays by whose service; what it pays in only if that is listed. */
function fillTerms(dimensions: Filling, payment: PaymentTerms, snapshot: Snapshot): void {
  const { task, provider, recipient } = payment;
  dimensions.task = task;
  dimensions.provider = provider.id ?? provider.url;
  if (recipient.address !== null) dimensions.payee = recipient.address.toLowerCase();
  const asset = listedAsset(payment, snapshot.assets);
  if (asset === null) return;
  dimensions.asset = asset.id;
  const chain = parseAsset(asset.id)?.chain;
  if (chain !== undefined) dimensions.chain = chain;
}

/** A currency is its own asset, and on no chain. */
function fillCurrency(dimensions: Filling, currency: string): void {
  const asset = parseAsset(currency);
  dimensions.asset = asset?.id ?? currency;
  dimensions.chain = asset?.chain ?? null;
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

/** Another case is no way around a limit. */
function toolOf(tool: ToolPart | null): string | null {
  return tool === null ? null : foldCase(tool.tool);
}

/** Whom the call names; null where nobody is named: anybody may be paid. */
function payeeOf({ request, tool, row, call }: Deed): string | readonly string[] | null {
  if (tool !== null) return namesIn(tool, row?.payee);
  const payee = request.given === undefined ? call["payee"] : request.given.context["payee"];
  return typeof payee === "string" && payee !== "" ? payee : null;
}

/** An argument that holds several names pays each of them. */
function namesIn({ fields }: ToolPart, name: string | undefined): readonly string[] | null {
  const texts = fields.find((field) => field.name === name)?.exact ?? [];
  const names = texts.filter((text) => typeof text === "string");
  return names.length === 0 || names.length < texts.length ? null : names;
}
