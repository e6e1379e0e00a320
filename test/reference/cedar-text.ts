/** Cedar policy texts by the grammar, and ones that are garbled. */

import { type Choice, once, pick, several, shuffled } from "./choice.ts";

type Tokens = readonly string[];

const NAMES = [
  "a",
  "b",
  "amount",
  "principal",
  "when",
  "permit",
  "isEmpty",
  "decimal",
  "_x",
  "__cedarx",
  "Action",
  "id",
];
const ODD_NAMES = ["if", "true", "in", "is", "has", "like", "then", "else", "__cedar", "truee"];
const INSIDES = [
  "a",
  "b",
  "if",
  "a b",
  "",
  "é😀",
  "\\n\\t\\\\",
  "\\u{1F600}",
  "\\x41",
  "\\u{0_0_41}",
  "line\nbreak",
  "//",
  ";",
];
const ODD_INSIDES = [
  "\\*",
  "*",
  "\\x80",
  "\\u{D800}",
  "\\u{110000}",
  "\\q",
  "\r",
  "\\u{}",
  "\\u41",
  "\\",
  "\\\n",
  "\\u{0000041}",
];
const NUMBERS = ["0", "1", "7", "007", "9007199254740993", "9223372036854775807"];
const ODD_NUMBERS = ["9223372036854775808", "18446744073709551615", "18446744073709551616", "1.5", "1a"];
const RELATIONS = ["==", "!=", "<", "<=", ">", ">=", "in"];
const METHODS_0 = ["isEmpty", "isIpv4", "isLoopback", "toDate", "toDays", "lessThan"];
const METHODS_1 = ["contains", "containsAll", "containsAny", "hasTag", "getTag", "lessThan", "isInRange", "offset"];
const FUNCTIONS = ["decimal", "ip", "datetime", "duration"];
const SPACES = [" ", " ", " ", " ", "", "\n", "\t", "\r\n", " // ; }\n", "\u00a0", "\u2003", "//\r"];
const VOCABULARY = [
  ...["(", ")", "{", "}", "[", "]", ",", ";", ".", "@", ":", "::", "=", "/", "%", "!", "-", "+", "*", "|", "&&", "||"],
  ...["if", "then", "else", "when", "unless", "permit", "?principal", "?resource", "?x", "?", "principal", "context"],
  ...["has", "like", "is", "in", "==", "1", '"a"', '"', "A", "true", "'", "\0", "\ufeff", "contains", "ip", "foo"],
];

/** One file of some policies; every other one has been garbled. */
export function cedarText(choice: Choice): string {
  const tokens = several(choice, [1, 2], policy).flat();
  return spaced(choice, once(choice, 2) ? garbled(choice, tokens) : tokens);
}

function spaced(choice: Choice, tokens: Tokens): string {
  const isPlain = !once(choice, 6);
  return tokens.map((token) => token + (isPlain ? " " : pick(choice, SPACES))).join("");
}

function garbled(choice: Choice, tokens: Tokens): Tokens {
  const changed = [...tokens];
  for (let edits = 1 + choice(2); edits > 0; edits--) {
    const at = choice(changed.length + 1);
    const edit = choice(5);
    if (edit === 0) changed.splice(at, 1);
    else if (edit === 1) changed.splice(at, 0, pick(choice, VOCABULARY));
    else if (edit === 2) changed.splice(at, 1, pick(choice, VOCABULARY));
    else if (edit === 3) changed.splice(at, 0, changed[choice(changed.length)] ?? "");
    else changed.splice(at, 2, ...changed.slice(at, at + 2).reverse());
  }
  return changed;
}

function policy(choice: Choice): Tokens {
  const annotations = shuffled(choice, ["advice", "note", "if", "permit"]).slice(0, choice(6) === 0 ? 2 : 0);
  return [
    ...annotations.flatMap((name) => ["@", name, ...(once(choice, 2) ? [] : ["(", text(choice), ")"])]),
    pick(choice, ["permit", "forbid"]),
    "(",
    ...constraint(choice, "principal"),
    ",",
    ...actions(choice),
    ",",
    ...constraint(choice, "resource"),
    ...(once(choice, 20) ? [",", ")"] : [")"]),
    ...several(choice, [0, 2], condition).flat(),
    ";",
  ];
}

function condition(choice: Choice): Tokens {
  return [pick(choice, ["when", "unless"]), "{", ...whole(choice, 3), "}"];
}

function constraint(choice: Choice, variable: "principal" | "resource"): Tokens {
  const target = (): Tokens => (once(choice, 6) ? [`?${variable}`] : wrapped(choice, uid(choice)));
  switch (choice(6)) {
    case 0:
      return [variable, "==", ...target()];
    case 1:
      return [variable, "in", ...target()];
    case 2:
      return [variable, "is", ...type(choice)];
    case 3:
      return [variable, "is", ...type(choice), "in", ...target()];
    default:
      return [variable];
  }
}

function actions(choice: Choice): Tokens {
  const action = (): Tokens =>
    wrapped(choice, [...pick(choice, [["Action"], ["N", "::", "Action"]]), "::", text(choice)]);
  switch (choice(5)) {
    case 0:
      return ["action", "==", ...action()];
    case 1:
      return ["action", "in", ...action()];
    case 2:
      return ["action", "in", ...wrapped(choice, ["[", ...listed(choice, action), "]"])];
    default:
      return ["action"];
  }
}

function wrapped(choice: Choice, tokens: Tokens): Tokens {
  return once(choice, 12) ? ["(", ...tokens, ")"] : tokens;
}

function listed(choice: Choice, make: (choice: Choice) => Tokens): Tokens {
  const members = several(choice, [0, 3], make);
  const isTrailed = members.length > 0 && once(choice, 6);
  return members.flatMap((member, i) => (i < members.length - 1 || isTrailed ? [...member, ","] : member));
}

function whole(choice: Choice, depth: number): Tokens {
  if (depth > 0 && once(choice, 8)) {
    const [test, yes, no] = [whole(choice, depth - 1), whole(choice, depth - 1), whole(choice, depth - 1)];
    return ["if", ...test, "then", ...yes, "else", ...no];
  }
  return chain(choice, ["||"], () => chain(choice, ["&&"], () => relation(choice, depth)));
}

function chain(choice: Choice, operators: readonly string[], make: () => Tokens): Tokens {
  const tokens = [...make()];
  while (once(choice, 5)) tokens.push(pick(choice, operators), ...make());
  return tokens;
}

function relation(choice: Choice, depth: number): Tokens {
  const left = sum(choice, depth);
  switch (choice(9)) {
    case 0:
      return [...left, "has", ...(once(choice, 3) ? [text(choice)] : path(choice, "."))];
    case 1:
      return [...left, "like", `"${pick(choice, [...INSIDES, "\\*", "a*b**", "\\u{2a}", "*"])}"`];
    case 2:
      return [...left, "is", ...type(choice), ...(once(choice, 2) ? ["in", ...sum(choice, depth)] : [])];
    case 3:
    case 4:
    case 5:
      return [...left, pick(choice, RELATIONS), ...sum(choice, depth)];
    default:
      return left;
  }
}

function sum(choice: Choice, depth: number): Tokens {
  return chain(choice, ["+", "-", "*"], () => unary(choice, depth));
}

function unary(choice: Choice, depth: number): Tokens {
  const signs = once(choice, 5) ? several(choice, [1, once(choice, 8) ? 5 : 3], () => "-") : [];
  const negations = signs.length === 0 && once(choice, 6) ? several(choice, [1, 4], () => "!") : [];
  return [...signs, ...negations, ...member(choice, depth)];
}

function member(choice: Choice, depth: number): Tokens {
  const tokens = [...primary(choice, depth)];
  while (once(choice, 3)) tokens.push(...access(choice, depth));
  return tokens;
}

function access(choice: Choice, depth: number): Tokens {
  const argument = (): Tokens => whole(choice, Math.max(0, depth - 1));
  switch (choice(4)) {
    case 0:
      return ["[", text(choice), "]"];
    case 1:
      return depth > 0 ? [".", pick(choice, METHODS_1), "(", ...argument(), ")"] : [".", name(choice)];
    case 2:
      return [".", pick(choice, METHODS_0), "(", ")"];
    default:
      return [".", name(choice)];
  }
}

function primary(choice: Choice, depth: number): Tokens {
  const inner = (): Tokens => whole(choice, depth - 1);
  switch (choice(depth > 0 ? 12 : 7)) {
    case 0:
      return [pick(choice, ["true", "false"])];
    case 1:
      return [once(choice, 150) ? pick(choice, ODD_NUMBERS) : pick(choice, NUMBERS)];
    case 2:
      return [text(choice)];
    case 3:
      return uid(choice);
    case 7:
      return ["(", ...inner(), ")"];
    case 8:
      return ["[", ...listed(choice, inner), "]"];
    case 9:
      return ["{", ...listed(choice, () => [once(choice, 3) ? text(choice) : name(choice), ":", ...inner()]), "}"];
    case 10:
      return [pick(choice, FUNCTIONS), "(", ...listed(choice, inner), ")"];
    default:
      return [pick(choice, ["principal", "action", "resource", "context"])];
  }
}

function uid(choice: Choice): Tokens {
  return [...type(choice), "::", text(choice)];
}

function type(choice: Choice): Tokens {
  return path(choice, "::");
}

function path(choice: Choice, separator: string): Tokens {
  const names = several(choice, [1, 3], name);
  return names.flatMap((part, i) => (i === 0 ? [part] : [separator, part]));
}

function name(choice: Choice): string {
  return once(choice, 300) ? pick(choice, ODD_NAMES) : pick(choice, NAMES);
}

function text(choice: Choice): string {
  return `"${once(choice, 250) ? pick(choice, ODD_INSIDES) : pick(choice, INSIDES)}"`;
}
