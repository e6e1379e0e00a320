/** Names in Cedar text: attributes, types, entity uids. */

import { isReserved } from "../../kernel/cedar-word.ts";
import { quoted } from "../../kernel/json-error.ts";
import { type Cursor, readText, report, take, unexpected } from "./cursor.ts";
import { advance } from "./lexer.ts";

/** `A::B`, or `A::B::"id"` when `id` is not null. */
export interface Path {
  readonly name: string;
  readonly id: string | null;
  readonly at: number;
}

/** Reads words joined by `::`, and the id behind the last `::` if there is one. */
export function parsePath(cursor: Cursor): Path {
  const { lexer } = cursor;
  const at = lexer.from;
  let name = readName(cursor, "a name");
  // Read by itself, so that the common type of one word stays the interned string.
  while (take(cursor, "::")) {
    if (lexer.kind === "string") return { name, id: readText(cursor), at };
    name += `::${readName(cursor, "a name or an id in quotes")}`;
  }
  return { name, id: null, at };
}

/** Reads one word that is not reserved. */
export function readName(cursor: Cursor, what: string): string {
  const { lexer } = cursor;
  const { value, from } = lexer;
  if (lexer.kind !== "word") unexpected(cursor, what);
  advance(lexer);
  if (isReserved(value)) {
    report(cursor, {
      offset: from,
      code: "cedar.name",
      message: `${quoted(value)} is reserved and cannot be a name`,
      help: `as an attribute it is written in quotes: \`["${value}"]\`, \`has "${value}"\`, \`{"${value}": …}\``,
    });
  }
  return value;
}

/** Reads the name of an entity type. */
export function parseTypeName(cursor: Cursor): string {
  const path = parsePath(cursor);
  if (path.id !== null) {
    report(cursor, {
      offset: path.at,
      code: "cedar.name",
      message: `expected an entity type but found the entity ${quoted(`${path.name}::"${path.id}"`)}`,
      help: `\`is\` takes a type: \`is ${path.name}\``,
    });
  }
  return path.name;
}
