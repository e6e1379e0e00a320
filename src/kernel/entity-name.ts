/** Names of Cedar: identifiers, and paths of them with `::`. */

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

const KEYWORDS: ReadonlySet<string> = new Set(["true", "false", "if", "then", "else", "in", "is", "like", "has"]);

/** True for any identifier, keywords of the policy language too: what an annotation may be called. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** True for the words that the policy language reserves. */
export function isKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}

/** True for an identifier that the policy language does not reserve. */
export function isPlainIdentifier(text: string): boolean {
  return isIdentifier(text) && !isKeyword(text);
}

/** True for `A`, `A::B`, …: a name to refer to, in its one spelling. */
export function isName(text: string): boolean {
  return text.split("::").every(isPlainIdentifier);
}

/** True when no part of the name is `__cedar`, which Cedar keeps for itself. */
export function isOpenName(name: string): boolean {
  return !name.split("::").includes("__cedar");
}

/** True for the type of actions, in any namespace. */
export function isActionType(type: string): boolean {
  return type === "Action" || type.endsWith("::Action");
}
