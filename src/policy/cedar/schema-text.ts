/** The Cedar schema language (`.cedarschema`): declarations, in namespaces or in none. */

import type { Problem } from "./problem.ts";
import { readActions } from "./schema-action-text.ts";
import { readEntities } from "./schema-entity-text.ts";
import type { CommonForm, Declaration } from "./schema-form.ts";
import { commonNameFault, nameFault } from "./schema-name.ts";
import {
  accept,
  advance,
  complain,
  expect,
  openParser,
  type Parser,
  peek,
  placeOf,
  readIdentifier,
  readName,
  recovering,
  sees,
  unexpected,
} from "./schema-parser.ts";
import { readAnnotations, readType } from "./schema-type-text.ts";

/** Everything that the text declares, and everything that is wrong with it; names are not resolved. */
export function parseSchemaText(
  file: string,
  text: string,
): { readonly declarations: readonly Declaration[]; readonly problems: readonly Problem[] } {
  const parser = openParser(file, text);
  const namespaces = new Set<string>();
  const declarations: Declaration[] = [];
  while (peek(parser).kind !== "end") {
    const start = parser.next;
    recovering(parser, () => declarations.push(...readTop(parser, namespaces)));
    if (parser.next === start) advance(parser);
  }
  return { declarations, problems: parser.problems };
}

function readTop(parser: Parser, namespaces: Set<string>): readonly Declaration[] {
  readAnnotations(parser);
  return sees(parser, "namespace") ? readNamespace(parser, namespaces) : readDeclaration(parser, "");
}

function readNamespace(parser: Parser, namespaces: Set<string>): readonly Declaration[] {
  advance(parser);
  const start = peek(parser);
  const { name } = readName(parser);
  const fault = nameFault(name);
  if (fault !== null) complain(parser, start, { message: fault, help: "choose another name" });
  if (namespaces.has(name))
    complain(parser, start, { message: `the namespace \`${name}\` stands twice`, help: "put both into one" });
  namespaces.add(name);
  return readBody(parser, name);
}

function readBody(parser: Parser, namespace: string): readonly Declaration[] {
  const declarations: Declaration[] = [];
  expect(parser, "{");
  while (!sees(parser, "}") && peek(parser).kind !== "end") {
    recovering(parser, () => {
      readAnnotations(parser);
      declarations.push(...readDeclaration(parser, namespace));
    });
  }
  expect(parser, "}");
  if (sees(parser, ";")) unexpected(parser, "a declaration", "remove this `;`: none stands behind a namespace");
  return declarations;
}

function readDeclaration(parser: Parser, namespace: string): readonly Declaration[] {
  if (accept(parser, "entity")) return readEntities(parser, namespace);
  if (accept(parser, "action")) return readActions(parser, namespace);
  if (accept(parser, "type")) return [readCommon(parser, namespace)];
  const what = namespace === "" ? "`entity`, `action`, `type` or `namespace`" : "`entity`, `action` or `type`";
  return unexpected(parser, what);
}

function readCommon(parser: Parser, namespace: string): CommonForm {
  const start = readIdentifier(parser);
  const fault = commonNameFault(start.text);
  if (fault !== null) complain(parser, start, { message: fault, help: "choose another name" });
  expect(parser, "=");
  const type = readType(parser);
  expect(parser, ";");
  return { kind: "common", namespace, name: start.text, place: placeOf(parser, start), type };
}
