/** What a call would move, for budgets to add up: docs/spec/budget.md, "Movements". */

import { parseAsset, unitOf } from "../kernel/asset.ts";
import { compile } from "../kernel/compile.ts";
import { originIn, payeeOf, spelled } from "../kernel/dimension.ts";
import { assetOf as listedAsset } from "../kernel/listed-asset.ts";
import type { Dimension, Dimensions, Movement } from "../kernel/movement.ts";
import type { PaymentTerms } from "../kernel/payment.ts";
import type { ActionPart, Entity, Request, ToolPart } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Fields } from "./call.ts";
import { moves, movesValue, rowOf, toolOf, type Whole } from "./moving.ts";

interface Surroundings {
  readonly snapshot: Snapshot;
  readonly call: Fields;
  /** It goes into a ledger: a budget that is added later counts what moved before. */
  readonly recorded: boolean;
}

/** The request, which nobody else has yet, with its movements, where the snapshot has budgets, or what moves value is recorded. */
export function withMovements(request: Request, { snapshot, call, recorded }: Surroundings): Request {
  if (request.kind === "invalid" || request.movements !== undefined) return request;
  const counts = snapshot.budgets.length > 0 || (recorded && moves(request, snapshot, call));
  if (counts) (request as { movements?: Request["movements"] }).movements = movementsOf(request, snapshot, call);
  return request;
}

/** One for each payment or other action; a tool call that is neither is one too, however many commands its line has. */
function movementsOf(request: Request, snapshot: Snapshot, call: Fields): readonly Movement[] {
  const who = doerOf(request, snapshot);
  const tool = toolOf(request);
  const actions = request.parts.filter((part) => part.kind === "action");
  if (actions.length === 0) return [toolMovement(request, tool, who)];
  return actions.map((part) => actionMovement(part, { request, tool, who, snapshot, call }));
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
  const dimensions: Filling = { action, principal, provider: null, session, task: null, tool: nameOf(tool) };
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

interface Deed extends Whole {
  readonly who: Doer;
}

/** What a tool does is both: the execution of the tool, and the action that it is. */
function actionMovement(part: ActionPart, deed: Deed): Movement {
  const { request, tool, who } = deed;
  const action = tool === null ? part.action : [request.action.id, part.action];
  const dimensions = dimensionsOf(who, part.tenant ?? who.tenant, { action, tool });
  const payee = payeeIn(part, deed);
  if (payee !== null) dimensions.payee = payee;
  const isOfValue = movesValue(part, deed);
  if (!isOfValue) dimensions.asset = dimensions.chain = null;
  else if (request.payment !== undefined) fillTerms(dimensions, request.payment, deed.snapshot);
  else if (part.currency !== null) fillCurrency(dimensions, part.currency);
  return { amounts: isOfValue ? amountsOf(part) : null, dimensions };
}

/** A payment request says what it is for, and whom it pays by whose service; what it pays in only if that is listed. */
function fillTerms(dimensions: Filling, payment: PaymentTerms, snapshot: Snapshot): void {
  const { task, provider, recipient } = payment;
  dimensions.task = task;
  const place = provider.id ?? originIn(provider.url);
  // An address that cannot be read may be anybody's.
  if (place === null) delete dimensions.provider;
  else dimensions.provider = place;
  if (recipient.address !== null) dimensions.payee = payeeOf(recipient.address);
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

function amountsOf({ amount, currency }: ActionPart): Readonly<Record<string, string>> {
  return amount === null || currency === null ? {} : { [unitOf(currency)]: amount };
}

/** Another case is no way around a limit. */
function nameOf(tool: ToolPart | null): string | null {
  return tool === null ? null : spelled("tool", tool.tool);
}

/** Whom the call names; null where nobody is named: anybody may be paid. */
function payeeIn(part: ActionPart, { request, tool, snapshot, call }: Deed): string | readonly string[] | null {
  if (tool !== null) return namesIn(tool, rowOf(part, tool, snapshot)?.payee);
  const payee = request.given === undefined ? call["payee"] : request.given.context["payee"];
  return typeof payee === "string" && payee !== "" ? payeeOf(payee) : null;
}

/** An argument that holds several names pays each of them. */
function namesIn({ fields }: ToolPart, name: string | undefined): readonly string[] | null {
  const texts = fields.find((field) => field.name === name)?.exact ?? [];
  const names = texts.filter((text) => typeof text === "string");
  return names.length === 0 || names.length < texts.length ? null : names.map(payeeOf);
}
