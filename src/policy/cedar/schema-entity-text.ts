/** `entity A, B in [C] = { … } tags T;` and `entity E enum ["a", "b"];` */

import type { EntityForm, NameForm } from "./schema-form.ts";
import { entityNameFault } from "./schema-name.ts";
import {
  accept,
  commaSeparated,
  complain,
  expect,
  type Parser,
  placeOf,
  readIdentifier,
  readName,
  readString,
  sees,
} from "./schema-parser.ts";
import { readRecord, readType } from "./schema-type-text.ts";

/** What follows the word `entity`; one form for each name. */
export function readEntities(parser: Parser, namespace: string): readonly EntityForm[] {
  const names = commaSeparated(parser, readIdentifier);
  const body = accept(parser, "enum") ? readIds(parser) : readStandard(parser);
  expect(parser, ";");
  return names.map((token) => {
    const fault = entityNameFault(token.text);
    if (fault !== null) complain(parser, token, { message: fault, help: "choose another name" });
    return { kind: "entity", namespace, name: token.text, place: placeOf(parser, token), ...body };
  });
}

type Body = Pick<EntityForm, "parents" | "shape" | "tags" | "ids">;

function readIds(parser: Parser): Body {
  expect(parser, "[");
  const ids = commaSeparated(parser, readString).map((token) => token.text);
  expect(parser, "]");
  return { parents: [], shape: null, tags: null, ids };
}

function readStandard(parser: Parser): Body {
  const parents = accept(parser, "in") ? readEntityTypes(parser) : [];
  const hasShape = accept(parser, "=") || sees(parser, "{");
  const shape = hasShape ? readRecord(parser) : null;
  const tags = accept(parser, "tags") ? readType(parser) : null;
  return { parents, shape, tags, ids: null };
}

/** `A`, `[]` or `[A, B]`. */
export function readEntityTypes(parser: Parser): readonly NameForm[] {
  if (!accept(parser, "[")) return [readName(parser)];
  if (accept(parser, "]")) return [];
  const names = commaSeparated(parser, readName);
  expect(parser, "]");
  return names;
}
