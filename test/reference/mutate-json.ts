/** One small change somewhere in a JSON value. */

import { type Choice, once, pick } from "./choice.ts";
import type { Json, JsonObject } from "./generate-cedar-schema.ts";

const JUNK: readonly Json[] = [null, 1, 1.5, "", "Long", "a b", "if", "Nope", "::A", true, {}, { type: "Long" }];

/** The value with a member removed, renamed, doubled or replaced; never a list where an object was. */
export function mutated(value: Json, choice: Choice): Json {
  if (Array.isArray(value) && value.length > 0) return mutatedList(value, choice);
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
    return mutatedObject(value as JsonObject, choice);
  return pick(choice, JUNK);
}

function mutatedList(list: readonly Json[], choice: Choice): Json {
  const at = choice(list.length);
  if (once(choice, 8)) return list.filter((_, index) => index !== at);
  if (once(choice, 8)) return [...list, list[at]!];
  return list.map((item, index) => (index === at ? mutated(item, choice) : item));
}

function mutatedObject(object: JsonObject, choice: Choice): Json {
  if (once(choice, 25)) return pick(choice, JUNK);
  const names = Object.keys(object);
  const at = pick(choice, names);
  const entries = Object.entries(object);
  if (once(choice, 8)) return Object.fromEntries(entries.filter(([name]) => name !== at));
  if (once(choice, 8)) {
    const renamed = pick(choice, ["x", "if", "Action", "__cedar", "Bool", "User", "type", ...names]);
    return Object.fromEntries(entries.map(([name, member]) => [name === at ? renamed : name, member]));
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, name === at ? mutated(member, choice) : member]));
}
