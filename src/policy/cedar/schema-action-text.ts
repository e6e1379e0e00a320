/** `action "a", b in [c] appliesTo { principal: A, resource: [B], context: { … } };` */

import { readEntityTypes } from "./schema-entity-text.ts";
import type { ActionForm, ActionNameForm, TypeForm } from "./schema-form.ts";
import {
  accept,
  advance,
  commaSeparated,
  complain,
  expect,
  type Parser,
  peek,
  placeOf,
  readIdentifier,
  readLabel,
  readName,
  sees,
  unexpected,
} from "./schema-parser.ts";
import { readRecord } from "./schema-type-text.ts";

/** What follows the word `action`; one form for each name. */
export function readActions(parser: Parser, namespace: string): readonly ActionForm[] {
  const names = commaSeparated(parser, readLabel);
  const parents = accept(parser, "in") ? readParents(parser) : [];
  const applies = accept(parser, "appliesTo") ? readApplies(parser) : APPLIES_TO_NOTHING;
  if (accept(parser, "attributes")) {
    expect(parser, "{");
    expect(parser, "}");
  }
  expect(parser, ";");
  return names.map((token) => ({
    kind: "action",
    namespace,
    name: token.text,
    place: placeOf(parser, token),
    parents,
    ...applies,
  }));
}

function readParents(parser: Parser): readonly ActionNameForm[] {
  if (!accept(parser, "[")) return [readActionName(parser)];
  const parents = commaSeparated(parser, readActionName);
  expect(parser, "]");
  return parents;
}

/** `a`, `"a"`, or with its type `N::Action::"a"`. */
function readActionName(parser: Parser): ActionNameForm {
  const start = peek(parser);
  const place = placeOf(parser, start);
  if (start.kind === "string" || parser.tokens[parser.next + 1]?.text !== "::")
    return { type: "Action", id: readLabel(parser).text, place };
  const parts = [readIdentifier(parser).text];
  while (accept(parser, "::")) {
    if (peek(parser).kind === "string") return { type: parts.join("::"), id: advance(parser).text, place };
    parts.push(readIdentifier(parser).text);
  }
  return unexpected(parser, "`::` and the id of the action in quotes");
}

type Applies = Pick<ActionForm, "principals" | "resources" | "context">;

const APPLIES_TO_NOTHING: Applies = { principals: [], resources: [], context: null };

const PARTS = "`principal`, `resource` or `context`";

function readApplies(parser: Parser): Applies {
  const start = peek(parser);
  expect(parser, "{");
  const parts: { -readonly [Part in keyof Applies]?: Applies[Part] } = {};
  do readPart(parser, parts);
  while (accept(parser, ",") && !sees(parser, "}"));
  expect(parser, "}");
  const { principals = [], resources = [], context = null } = parts;
  if (principals.length === 0 || resources.length === 0) {
    const help = "name at least one type for `principal` and for `resource`, or leave out `appliesTo`";
    complain(parser, start, { message: "an action that applies to no principal or to no resource", help });
  }
  return { principals, resources, context };
}

function readPart(parser: Parser, parts: { -readonly [Part in keyof Applies]?: Applies[Part] }): void {
  const word = peek(parser);
  const part = PART_OF.get(word.kind === "word" ? word.text : "");
  if (part === undefined) unexpected(parser, PARTS);
  if (parts[part] !== undefined)
    complain(parser, word, { message: `\`${word.text}\` stands twice`, help: "put both into one" });
  advance(parser);
  expect(parser, ":");
  if (part === "context") parts.context = readContext(parser);
  else parts[part] = readEntityTypes(parser);
}

const PART_OF: ReadonlyMap<string, keyof Applies> = new Map([
  ["principal", "principals"],
  ["resource", "resources"],
  ["context", "context"],
]);

/** A record, or the name of a common type. */
function readContext(parser: Parser): TypeForm {
  if (sees(parser, "{")) return readRecord(parser);
  return { kind: "name", stands: "common", ...readName(parser) };
}
