/** Canonical JSON of requests and decisions: the text `canonical` gives, written member by member because every call pays for it. */

import { canonical } from "../kernel/canonical.ts";
import type { Approvals, Decision } from "../kernel/decision.ts";
import { isPlain } from "../kernel/plain-text.ts";
import type { ActionPart, Argument, Context, Entity, Part, Request, ToolPart } from "../kernel/request.ts";
import { stringText } from "./string-text.ts";

/** `canonical(request)`: what the request hash is taken of. `moved` is the text of its movements, null without them. */
export function requestText(request: Request, moved: string | null): string {
  // Access questions and payment requests are rarer, and what they say has any shape.
  if (request.given !== undefined || request.attributes !== undefined || hasTerms(request)) return canonical(request);
  const { action, constraints, context, kind, parts, principal, refusal, resource } = request;
  const head = `{"action":${entity(action)},"constraints":${anything(constraints)},"context":${contextText(context)}`;
  const movements = moved === null ? "" : `,"movements":${moved}`;
  const middle = `,"kind":"${kind}"${movements},"parts":[${partTexts(parts)}],"principal":${entity(principal)}`;
  return `${head}${middle},"refusal":${anything(refusal)},"resource":${entity(resource)}}`;
}

function hasTerms({ expiry, nonce, payment }: Request): boolean {
  return expiry !== undefined || nonce !== undefined || payment !== undefined;
}

/** `canonical(decision)`: what its entry holds. What the same rules say again is written once. */
export function decisionText(decision: Decision): string {
  const before = spoken.get(decision.reasons);
  if (before !== undefined && isSame(before.decision, decision)) return before.text;
  const text = writtenDecision(decision);
  // INVARIANT: only what can never change is remembered.
  if (isLasting(decision)) spoken.set(decision.reasons, { decision, text: inOnePiece(text) });
  return text;
}

/** The last decision with these reasons, and its text. */
const spoken = new WeakMap<readonly unknown[], { readonly decision: Decision; readonly text: string }>();

/** Member by member the very same; the status follows from the decision. */
function isSame(a: Decision, b: Decision): boolean {
  return (
    a.decision === b.decision &&
    a.deny_code === b.deny_code &&
    a.deny_detail === b.deny_detail &&
    a.policy_snapshot_hash === b.policy_snapshot_hash &&
    a.matched_rules === b.matched_rules &&
    a.near_misses === b.near_misses &&
    a.errors === b.errors &&
    a.approvals === b.approvals &&
    a.constraints === b.constraints
  );
}

function isLasting({ approvals, constraints, errors, matched_rules, near_misses, reasons }: Decision): boolean {
  return approvals === null && constraints === null && [errors, matched_rules, near_misses, reasons].every(isFixed);
}

/** A text that is looked into is put together then, and not again each time it becomes part of another. */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

function writtenDecision(decision: Decision): string {
  const { approvals, constraints, errors, matched_rules, near_misses, policy_snapshot_hash, reasons } = decision;
  const missing = approvals === null ? "null" : approvalText(approvals);
  const denial = `"deny_code":${stringText(decision.deny_code)},"deny_detail":${stringText(decision.deny_detail)}`;
  const head = `{"approvals":${missing},"constraints":${anything(constraints)},"decision":"${decision.decision}",${denial}`;
  const rules = `"errors":${shared(errors)},"matched_rules":${shared(matched_rules)},"near_misses":${shared(near_misses)}`;
  const tail = `"policy_snapshot_hash":"${policy_snapshot_hash}","reasons":${shared(reasons)}`;
  return `${head},${rules},${tail},"status":"${decision.status}"}`;
}

function approvalText({ missing, needs }: Approvals): string {
  return `{"missing":${shared(missing)}${needs === undefined ? "" : `,"needs":${shared(needs)}`}}`;
}

function entity({ id, type }: Entity): string {
  if (isPlain(id) && isPlain(type)) return `{"id":"${id}","type":"${type}"}`;
  return `{"id":${stringText(id)},"type":${stringText(type)}}`;
}

function contextText({ capabilities, session_id, tenant }: Context): string {
  return `{"capabilities":${list(capabilities)},"session_id":${stringText(session_id)},"tenant":${stringText(tenant)}}`;
}

function partTexts(parts: readonly Part[]): string {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? partText(only) : parts.map(partText).join(",");
}

function partText(part: Part): string {
  return part.kind === "tool" ? toolText(part) : actionText(part);
}

function toolText(part: ToolPart): string {
  const { args, fields, judged, name, server, tool, tool_forms } = part;
  const given = `{"args":${argumentText(args)},"auto_edit":${part.auto_edit},"fields":${anything(fields)}`;
  const flags = `,"fields_complete":${part.fields_complete},"judged":"${judged}","kind":"tool","moves_value":${part.moves_value}`;
  const names = `,"name":${stringText(name)},"server":${stringText(server)},"text":${stringText(part.text)},"tool":${stringText(tool)}`;
  return `${given}${flags}${names},"tool_forms":${list(tool_forms)}}`;
}

function argumentText({ doubt, exact, folded, forms, need, opaque }: Argument): string {
  const texts = `"exact":${list(exact)},"folded":${list(folded)},"forms":${list(forms)}`;
  return `{"doubt":${stringText(doubt)},${texts},"need":"${need}","opaque":${stringText(opaque)}}`;
}

function actionText({ action, amount, currency, judged, tenant }: ActionPart): string {
  const money = `"amount":${stringText(amount)},"currency":${stringText(currency)},"judged":"${judged}"`;
  return `{"action":${stringText(action)},${money},"kind":"action","tenant":${stringText(tenant)}}`;
}

function list(values: readonly unknown[]): string {
  if (values.length === 0) return "[]";
  const [only] = values;
  return values.length === 1 && typeof only === "string" && isPlain(only) ? `["${only}"]` : canonical(values);
}

function anything(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) && value.length === 0 ? "[]" : canonical(value);
}

const known = new WeakMap<readonly unknown[], string>();

/** What a rule says is the same frozen list every time it speaks, so that its text is made once. */
function shared(values: readonly unknown[]): string {
  if (values.length === 0) return "[]";
  const before = known.get(values);
  if (before !== undefined) return before;
  const made = canonical(values);
  if (isFixed(values)) known.set(values, made);
  return made;
}

/** The members of these lists are flat. */
function isFixed(values: readonly unknown[]): boolean {
  return Object.isFrozen(values) && values.every(Object.isFrozen);
}
