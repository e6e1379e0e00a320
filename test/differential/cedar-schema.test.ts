/** Our reading of schemas, entities and requests against Cedar's own. */

import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { checkRequest } from "../../src/kernel/conform.ts";
import type { Schema } from "../../src/kernel/schema.ts";
import { readEntities } from "../../src/policy/cedar/entities.ts";
import type { Problem } from "../../src/policy/cedar/problem.ts";
import { readSchema } from "../../src/policy/cedar/schema.ts";
import { schemaTokens } from "../reference/cedar-schema-text.ts";
import { type Choice, once, pick, seeded } from "../reference/choice.ts";
import { anyEntities, anyRequest, type Request } from "../reference/generate-cedar-entity.ts";
import { anySchema, type Json, type JsonObject } from "../reference/generate-cedar-schema.ts";
import { mutated } from "../reference/mutate-json.ts";

type Cedar = typeof import("@cedar-policy/cedar-wasm/nodejs");
const cedar: Cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");

const CASES = process.env["WRIT_LONG"] === "1" ? 20_000 : 800;

const ofText = (text: string) => readSchema({ name: "a.cedarschema", text });
const ofJson = (value: unknown) => readSchema({ name: "a.json", text: "", value });

/** How often each verdict was met: a generator that makes only broken or only good ones tests nothing. */
const met = new Map<string, number>();

function meet(what: string, accepted: boolean): void {
  const key = `${what} ${accepted ? "accepted" : "refused"}`;
  met.set(key, (met.get(key) ?? 0) + 1);
}

interface Schemas {
  readonly ours: Schema;
  readonly theirs: JsonObject;
}

interface Verdicts {
  readonly theirs: boolean;
  readonly ours: boolean;
  readonly problems: readonly Problem[];
}

function agree(what: string, { theirs, ours, problems }: Verdicts, input: unknown): void {
  meet(what, theirs);
  if (theirs !== ours)
    expect.fail(
      `${what}: Cedar ${theirs ? "accepts" : "refuses"} ${JSON.stringify(input)}\n${JSON.stringify(problems)}`,
    );
}

function theirSchema(schema: unknown): boolean {
  return cedar.checkParseSchema(schema as string).type === "success";
}

/** Cedar would read a string as the schema language. */
function compareJson(json: Json): Schema | null {
  if (typeof json === "string") return null;
  const { schema, problems } = ofJson(json);
  agree("schema in JSON", { theirs: theirSchema(json), ours: schema !== null, problems }, json);
  return schema;
}

function compareText(text: string): Schema | null {
  const { schema, problems } = ofText(text);
  const theirs = theirSchema(text);
  // Where an attribute stands twice, Cedar keeps the last; we refuse.
  const isStricter =
    theirs && problems.length > 0 && problems.every(({ message }) => message.endsWith("twice in its record"));
  agree("schema in text", { theirs, ours: schema !== null || isStricter, problems }, text);
  return schema;
}

const TOKENS = [
  "entity",
  "action",
  "type",
  "{",
  "}",
  "[",
  "]",
  ",",
  ";",
  ":",
  "::",
  "<",
  ">",
  "?",
  "=",
  "@",
  "in",
  "if",
  '"a"',
  "Set",
  "//",
  "é",
];

function mutatedTokens(tokens: readonly string[], choice: Choice): readonly string[] {
  const at = choice(tokens.length + 1);
  const insert = once(choice, 2) ? [pick(choice, once(choice, 2) ? TOKENS : [...tokens, ";"])] : [];
  return [...tokens.slice(0, at), ...insert, ...tokens.slice(at + choice(2))];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const MAKERS = ["decimal", "ip", "datetime", "duration", "offset"];

/** True for what Cedar takes for something else, or takes and drops, and we refuse: escapes and fields that are not whole. */
function isLoose(value: Json): boolean {
  if (Array.isArray(value)) return value.some(isLoose);
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  if (keys.some((key) => key.startsWith("__e")) && (keys.length > 1 || !isWholeEscape(value))) return true;
  return Object.values(value).some(isLoose);
}

function isWholeEscape({ __entity: entity = null, __extn: call = null }: JsonObject): boolean {
  if (isObject(entity)) return typeof entity["type"] === "string" && typeof entity["id"] === "string";
  return isObject(call) && MAKERS.includes(call["fn"] as string) && ("arg" in call || Array.isArray(call["args"]));
}

const FIELDS = ["uid", "attrs", "parents", "tags"];

function hasOtherFields(entities: Json): boolean {
  return (
    Array.isArray(entities) &&
    entities.some((each) => isObject(each) && Object.keys(each).some((key) => !FIELDS.includes(key)))
  );
}

function compareEntities(json: Json, schemas: Schemas | null): void {
  const call = { entities: json, ...(schemas && { schema: schemas.theirs }) } as unknown as Parameters<
    Cedar["checkParseEntities"]
  >[0];
  const theirs = cedar.checkParseEntities(call).type === "success";
  const { entities, problems } = readEntities([{ name: "a.json", text: "", value: json }], schemas?.ours ?? null);
  if (theirs && entities === null && (isLoose(json) || hasOtherFields(json))) return;
  agree(schemas ? "typed entities" : "untyped entities", { theirs, ours: entities !== null, problems }, [
    json,
    schemas?.theirs,
  ]);
}

function compareRequest(request: Request, schemas: Schemas): void {
  const call = { ...request, schema: schemas.theirs, validateRequest: true, policies: {}, entities: [] };
  const theirs = cedar.isAuthorized(call as unknown as Parameters<Cedar["isAuthorized"]>[0]).type === "success";
  const checked = checkRequest(schemas.ours, request);
  if (theirs && "problem" in checked && isLoose(request.context)) return;
  agree("request", { theirs, ours: "context" in checked, problems: [] }, [request, schemas.theirs, checked]);
}

function compareEntitiesOf(schemas: Schemas, choice: Choice): void {
  const entities = anyEntities({ choice, schema: schemas.ours });
  const changed = mutated(entities, choice);
  compareEntities(entities, schemas);
  compareEntities(changed, schemas);
  compareEntities(changed, null);
}

function compareRequestsOf(schemas: Schemas, choice: Choice): void {
  const request = anyRequest({ choice, schema: schemas.ours });
  if (request === null) return;
  compareRequest(request, schemas);
  compareRequest({ ...request, context: mutated(request.context, choice) }, schemas);
}

/** Cedar translates each form into the other. */
function compareTranslations({ ours, theirs }: Schemas): void {
  const text = cedar.schemaToText(theirs as unknown as Parameters<Cedar["schemaToText"]>[0]);
  if (text.type === "success") expect(ofText(text.text).schema, text.text).toEqual(ours);
  const json = cedar.schemaToJson(schemaTokens(theirs).join(" "));
  if (json.type === "success") expect(ofJson(json.json).schema).toEqual(ours);
}

/** Both forms of one schema, broken variants of it, and data that it describes. */
function compareSchema(choice: Choice): void {
  const theirs = anySchema(choice);
  const tokens = schemaTokens(theirs);
  const ours = compareJson(theirs);
  expect(compareText(tokens.join(" ")), JSON.stringify(theirs)).toEqual(ours);
  compareJson(mutated(theirs, choice));
  compareText(mutatedTokens(tokens, choice).join(pick(choice, [" ", "\n", " // é\r"])));
  if (ours === null) return;
  const compare = pick(choice, [compareTranslations, compareEntitiesOf, compareEntitiesOf, compareRequestsOf]);
  compare({ ours, theirs }, choice);
}

test("schemas, entities and requests are accepted where Cedar accepts them, and both forms mean the same", () => {
  for (let seed = 0; seed < CASES; seed++) {
    try {
      compareSchema(seeded(seed));
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  const kinds = ["schema in JSON", "schema in text", "typed entities", "untyped entities", "request"];
  for (const kind of kinds.flatMap((each) => [`${each} accepted`, `${each} refused`]))
    expect(met.get(kind) ?? 0, kind).toBeGreaterThan(CASES / 20);
  if (CASES > 800) console.log(Object.fromEntries(met));
}, 1_200_000);

const named = { uid: { type: "A", id: "a" }, attrs: {}, parents: [] };
const withValue = (value: Json) => [{ ...named, attrs: { value } }];

test.each<[string, Json]>([
  ["a field that is dropped", [{ ...named, tag: {} }]],
  ["a name that says more", [{ ...named, uid: { type: "A", id: "a", x: 1 } }]],
  ["a list for a name", [{ ...named, uid: ["A", "a"] }]],
  ["an escape beside what is dropped", withValue({ __entity: { type: "A", id: "a" }, x: 1 })],
  ["a broken escape that becomes a record", withValue({ __entity: 1 })],
  [
    "a call that computes a plain value",
    withValue({ __extn: { fn: "toDays", arg: { __extn: { fn: "duration", arg: "1d" } } } }),
  ],
  [
    "an entity twice, its decimals written differently",
    ["1.0", "1.00"].flatMap((arg) => withValue({ __extn: { fn: "decimal", arg } })),
  ],
])("entities that Cedar accepts and we refuse: %s", (_, entities) => {
  const call = { entities } as unknown as Parameters<Cedar["checkParseEntities"]>[0];
  expect(cedar.checkParseEntities(call).type).toBe("success");
  expect(readEntities([{ name: "a.json", text: "", value: entities }], null).entities).toBeNull();
});

test.each<[string, string | Json]>([
  ["an attribute twice, of which one is lost", "entity A {x: Long, x: String};"],
  ["a list for an object", { "": { entityTypes: { A: [] }, actions: {} } }],
])("schemas that Cedar accepts and we refuse: %s", (_, schema) => {
  expect(theirSchema(schema)).toBe(true);
  expect((typeof schema === "string" ? ofText(schema) : ofJson(schema)).schema).toBeNull();
});
