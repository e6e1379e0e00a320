/** Which names a schema may declare, and what a name may mean. */

import { isOpenName } from "../../kernel/entity-name.ts";

const BUILT_IN: ReadonlySet<string> = new Set([
  "Bool",
  "Boolean",
  "Entity",
  "Extension",
  "Long",
  "Record",
  "Set",
  "String",
]);

/** What forbids the name to be that of an entity type, or null. */
export function entityNameFault(name: string): string | null {
  if (name === "Action") return "`Action` is the type of actions and cannot be declared as an entity type";
  return nameFault(name);
}

/** What forbids the name to be that of a common type, or null. */
export function commonNameFault(name: string): string | null {
  if (BUILT_IN.has(name)) return `\`${name}\` is a word of the schema language and cannot name a common type`;
  return nameFault(name);
}

/** What forbids the name to be that of a namespace, or null. */
export function nameFault(name: string): string | null {
  return isOpenName(name) ? null : "names with `__cedar` are reserved for Cedar itself";
}

/** The full name of what a namespace declares. */
export function inNamespace(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}::${name}`;
}

/** The names that a reference may mean, the first that is declared wins: in its own namespace, then in none. */
export function possibleNames(namespace: string, name: string): readonly string[] {
  if (namespace === "" || name.includes("::")) return [name];
  return [inNamespace(namespace, name), name];
}
