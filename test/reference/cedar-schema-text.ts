/** A schema of the JSON format in the schema language, as far as the generators use it. */

import type { Json, JsonObject } from "./generate-cedar-schema.ts";

/** The tokens of the schema, in order; a blank between any two is allowed. */
export function schemaTokens(schema: JsonObject): string[] {
  return Object.entries(schema).flatMap(([space, body]) => {
    const declarations = namespaceTokens(body as JsonObject);
    return space === "" ? declarations : ["namespace", ...nameTokens(space), "{", ...declarations, "}"];
  });
}

function nameTokens(name: string): string[] {
  return name.split("::").flatMap((part, index) => (index === 0 ? [part] : ["::", part]));
}

function namespaceTokens(body: JsonObject): string[] {
  const all = (key: string, write: (name: string, declaration: JsonObject) => string[]) =>
    Object.entries(body[key] as JsonObject).flatMap(([name, declaration]) => write(name, declaration as JsonObject));
  return [
    ...all("commonTypes", (name, type) => ["type", name, "=", ...typeTokens(type), ";"]),
    ...all("entityTypes", entityTokens),
    ...all("actions", actionTokens),
  ];
}

function entityTokens(name: string, entity: JsonObject): string[] {
  if (entity["enum"] !== undefined) return ["entity", name, "enum", "[", ...list(entity["enum"], literal), "]", ";"];
  const parents = ["in", "[", ...list(entity["memberOfTypes"]!, nameTokens), "]"];
  const tags = entity["tags"] === undefined ? [] : ["tags", ...typeTokens(entity["tags"] as JsonObject)];
  return ["entity", name, ...parents, "=", ...typeTokens(entity["shape"] as JsonObject), ...tags, ";"];
}

function actionTokens(id: string, action: JsonObject): string[] {
  const memberOf = action["memberOf"] as JsonObject[];
  const parents = memberOf.length === 0 ? [] : ["in", "[", ...separated(memberOf.map(actionName)), "]"];
  return ["action", ...literal(id), ...parents, ...appliesTokens(action["appliesTo"] as JsonObject | undefined), ";"];
}

function actionName({ type, id }: JsonObject): string[] {
  return [...(type === undefined ? [] : [...nameTokens(type as string), "::"]), ...literal(id as string)];
}

function appliesTokens(applies: JsonObject | undefined): string[] {
  if (applies === undefined) return [];
  const types = (word: string, names: Json) => [word, ":", "[", ...list(names, nameTokens), "]", ","];
  const context = ["context", ":", ...typeTokens(applies["context"] as JsonObject), ","];
  return [
    "appliesTo",
    "{",
    ...types("principal", applies["principalTypes"]!),
    ...types("resource", applies["resourceTypes"]!),
    ...context,
    "}",
  ];
}

function typeTokens(type: JsonObject): string[] {
  if (type["type"] === "Set") return ["Set", "<", ...typeTokens(type["element"] as JsonObject), ">"];
  if (type["type"] !== "Record") return nameTokens((type["name"] ?? type["type"]) as string);
  const attributes = Object.entries(type["attributes"] as JsonObject).flatMap(([name, attribute]) => [
    ...literal(name),
    ...((attribute as JsonObject)["required"] === false ? ["?"] : []),
    ":",
    ...typeTokens(attribute as JsonObject),
    ",",
  ]);
  return ["{", ...attributes, "}"];
}

function literal(text: string): string[] {
  return [`"${text.replaceAll("\n", "\\n").replaceAll("\t", "\\u{9}")}"`];
}

function list(values: Json, write: (value: string) => string[]): string[] {
  return separated((values as string[]).map(write));
}

function separated(items: readonly string[][]): string[] {
  return items.flatMap((item, index) => (index === 0 ? item : [",", ...item]));
}
