/** Which names a schema may declare and refer to. */

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

const KEYWORDS: ReadonlySet<string> = new Set(["true", "false", "if", "then", "else", "in", "is", "like", "has"]);

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

/** The namespace of what Cedar defines itself: a schema may refer to it and never add to it. */
const CEDAR = "__cedar";

/** True for any identifier, keywords of the policy language too: what an annotation may be called. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** True for an identifier that the policy language does not reserve. */
export function isPlainIdentifier(text: string): boolean {
  return isIdentifier(text) && !isKeyword(text);
}

/** True for the words that the policy language reserves. */
export function isKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}

/** True for `A`, `A::B`, …: a name to refer to, in its one spelling. */
export function isName(text: string): boolean {
  return text.split("::").every(isPlainIdentifier);
}

/** True when no part of the name is Cedar's own `__cedar`. */
export function isOpen(name: string): boolean {
  return !name.split("::").includes(CEDAR);
}

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
  return isOpen(name) ? null : "names with `__cedar` are reserved for Cedar itself";
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
