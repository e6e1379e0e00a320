/** Types of the Cedar schema language: names, sets, records. */

import { type AttributeForm, MAX_TYPE_DEPTH, type RecordForm, type TypeForm } from "./schema-form.ts";
import {
  accept,
  advance,
  complain,
  expect,
  type Parser,
  peek,
  readLabel,
  readName,
  readString,
  refuse,
  sees,
  unexpected,
} from "./schema-parser.ts";

/** A type; `depth` types are around it. */
export function readType(parser: Parser, depth = 0): TypeForm {
  if (depth >= MAX_TYPE_DEPTH)
    return refuse(parser, peek(parser), { message: `types nested deeper than ${MAX_TYPE_DEPTH} levels`, help: null });
  if (sees(parser, "{")) return readRecord(parser, depth);
  if (isSet(parser)) return readSet(parser, depth);
  return { kind: "name", stands: "either", ...readName(parser) };
}

/** `Set` alone is a name like any other. */
function isSet(parser: Parser): boolean {
  return sees(parser, "Set") && parser.tokens[parser.next + 1]?.text === "<";
}

function readSet(parser: Parser, depth: number): TypeForm {
  advance(parser);
  expect(parser, "<");
  const of = readType(parser, depth + 1);
  expect(parser, ">");
  return { kind: "set", of };
}

/** `{ name: Type, name?: Type }`; a comma may stand behind the last attribute. */
export function readRecord(parser: Parser, depth = 0): RecordForm {
  expect(parser, "{");
  const attributes = new Map<string, AttributeForm>();
  while (!sees(parser, "}")) {
    readAttribute(parser, depth, attributes);
    if (!accept(parser, ",") && !sees(parser, "}")) unexpected(parser, "`,` or `}`");
  }
  expect(parser, "}");
  return { kind: "record", attributes: [...attributes.values()] };
}

function readAttribute(parser: Parser, depth: number, attributes: Map<string, AttributeForm>): void {
  readAnnotations(parser);
  const label = readLabel(parser);
  const name = label.text;
  const required = !accept(parser, "?");
  expect(parser, ":");
  const type = readType(parser, depth + 1);
  // Cedar keeps the last of two; a schema that loses half of what it says is refused here.
  if (attributes.has(name))
    complain(parser, label, { message: `the attribute \`${name}\` stands twice in its record`, help: "remove one" });
  attributes.set(name, { name, required, type });
}

/** `@key` and `@key("value")`: checked, and without meaning. */
export function readAnnotations(parser: Parser): void {
  const keys = new Set<string>();
  while (accept(parser, "@")) {
    const key = peek(parser);
    if (key.kind !== "word") unexpected(parser, "the name of an annotation");
    advance(parser);
    if (accept(parser, "(")) {
      readString(parser);
      expect(parser, ")");
    }
    if (keys.has(key.text))
      complain(parser, key, { message: `the annotation \`${key.text}\` stands twice`, help: "remove one" });
    keys.add(key.text);
  }
}
