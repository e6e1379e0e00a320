/** An access question, read: its principal, action and resource by name, and what it says of them. */

import type { Uid } from "../kernel/expression.ts";
import { foldCase } from "../kernel/glob.ts";
import { type Given, type Members, NO_MEMBERS } from "../kernel/request.ts";
import type { Schema } from "../kernel/schema.ts";
import { SKILL_EXECUTE, TOOL_EXECUTE } from "./attribute.ts";
import { CALL_LIMIT, CallError, type Fields, invalid, isRecord, optionalText, requiredText } from "./call.ts";
import { CopyError, copyOf } from "./copy.ts";

export interface Access {
  readonly call: Fields;
  readonly principal: Uid | null;
  readonly action: Uid;
  readonly resource: Uid;
  readonly given: Given;
  /** The action is one of Writ's own, whose context has names that mean something. */
  readonly own: boolean;
}

/**
 * A part is a text (an entity of Writ's own types), a subject or resource with type, id and properties, an action with
 * name and properties, or an entity uid. Other members are ignored, as AuthZEN demands.
 */
export function readAccess(call: Fields, schema: Schema | null): Access {
  const [who, where] = call["subject"] === undefined ? ["principal", "/principal"] : ["subject", "/subject"];
  const principal = call[who] === undefined || call[who] === null ? null : entityOf(call[who], where, "Writ::Agent");
  const action = actionOf(call["action"], schema);
  const resource = entityOf(call["resource"], "/resource", "Writ::Resource");
  const given = {
    principal: properties(call[who], where),
    action: properties(call["action"], "/action"),
    resource: properties(call["resource"], "/resource"),
    context: membersOf(call["context"] ?? NO_MEMBERS, "/context"),
  };
  return { call, principal, action, resource, given, own: action.type === "Writ::Action" };
}

function entityOf(value: unknown, pointer: string, type: string): Uid {
  if (typeof value === "string") return { type, id: requiredText(value, pointer) };
  if (!isRecord(value)) throw invalid(`\`${pointer}\` must be a text or an object with \`type\` and \`id\``);
  return { type: requiredText(value["type"], `${pointer}/type`), id: anyText(value["id"], `${pointer}/id`) };
}

/** An entity may be called by the empty text. */
function anyText(value: unknown, pointer: string): string {
  const text = optionalText(value, pointer);
  if (text === null) throw invalid(`\`${pointer}\` is missing`);
  return text;
}

/** What executes a tool or a skill is Writ's own action, whatever form the question has. */
function actionOf(value: unknown, schema: Schema | null): Uid {
  if (isRecord(value) && value["type"] !== undefined) return entityOf(value, "/action", "");
  const name = isRecord(value) ? requiredText(value["name"], "/action/name") : requiredText(value, "/action");
  const isOwn = typeof value === "string" || [TOOL_EXECUTE, SKILL_EXECUTE].includes(foldCase(name));
  if (isOwn) return { type: "Writ::Action", id: name };
  const declared = schema?.actions.filter(({ uid }) => uid.id === name) ?? [];
  const [only] = declared;
  return declared.length === 1 && only !== undefined ? only.uid : { type: "Action", id: name };
}

function properties(value: unknown, pointer: string): Members {
  if (!isRecord(value) || value["properties"] === undefined || value["properties"] === null) return NO_MEMBERS;
  return membersOf(value["properties"], `${pointer}/properties`);
}

/** A private copy, so that what is decided is what is recorded. */
export function membersOf(value: unknown, pointer: string): Members {
  if (!isRecord(value)) throw invalid(`\`${pointer}\` must be an object`);
  try {
    return copyOf(value, CALL_LIMIT).value as Members;
  } catch (error) {
    if (error instanceof CopyError) throw new CallError("request.too_large", `\`${pointer}\` is too large`);
    throw error;
  }
}
