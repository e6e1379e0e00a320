/** Expressions as Cedar text, with every bracket written, so that only what is meant can be read. */

import type { BinaryOperator, Expression, LikePattern } from "../../src/kernel/expression.ts";

const INFIX: Readonly<Partial<Record<BinaryOperator, string>>> = {
  equal: "==",
  less: "<",
  at_most: "<=",
  add: "+",
  subtract: "-",
  multiply: "*",
  in: "in",
};

const METHODS: Readonly<Partial<Record<BinaryOperator, string>>> = {
  contains: "contains",
  contains_all: "containsAll",
  contains_any: "containsAny",
  has_tag: "hasTag",
  get_tag: "getTag",
};

const CONSTRUCTORS = ["decimal", "ip", "datetime", "duration"];

export function printCedar(e: Expression): string {
  return `(${inner(e)})`;
}

export function printText(text: string): string {
  return `"${escaped(text)}"`;
}

function inner(e: Expression): string {
  switch (e.kind) {
    case "bool":
      return String(e.value);
    case "string":
      return printText(e.value);
    case "long":
      return e.value;
    case "entity":
      return `${e.type}::${printText(e.id)}`;
    case "variable":
      return e.name;
    case "and":
      return e.of.map(printCedar).join(" && ");
    case "or":
      return e.of.map(printCedar).join(" || ");
    case "not":
      return `!${printCedar(e.of)}`;
    case "negate":
      return `-${printCedar(e.of)}`;
    case "is_empty":
      return `${printCedar(e.of)}.isEmpty()`;
    case "if":
      return `if ${printCedar(e.test)} then ${printCedar(e.then)} else ${printCedar(e.else)}`;
    case "binary":
      return printBinary(e.operator, printCedar(e.left), printCedar(e.right));
    case "is":
      return `${printCedar(e.of)} is ${e.type}${e.in === null ? "" : ` in ${printCedar(e.in)}`}`;
    case "like":
      return `${printCedar(e.of)} like "${printPattern(e.pattern)}"`;
    case "get":
      return `${printCedar(e.of)}[${printText(e.name)}]`;
    case "has":
      return `${printCedar(e.of)} has ${e.names.length === 1 ? printText(e.names[0]!) : e.names.join(".")}`;
    case "set":
      return `[${e.of.map(printCedar).join(", ")}]`;
    case "record":
      return `{${e.of.map(([name, value]) => `${printText(name)}: ${printCedar(value)}`).join(", ")}}`;
    case "call":
      return printCall(e.name, e.of.map(printCedar));
    case "order":
      throw new TypeError("Cedar has no such expression");
  }
}

function printBinary(operator: BinaryOperator, left: string, right: string): string {
  const method = METHODS[operator];
  return method === undefined ? `${left} ${INFIX[operator]} ${right}` : `${left}.${method}(${right})`;
}

function printCall(name: string, [receiver, ...rest]: readonly string[]): string {
  return CONSTRUCTORS.includes(name) ? `${name}(${receiver})` : `${receiver}.${name}(${rest.join(", ")})`;
}

function printPattern(pattern: LikePattern): string {
  return pattern.map((part) => (part === null ? "*" : escaped(part).replaceAll("*", "\\*"))).join("");
}

function escaped(text: string): string {
  return [...text]
    .map((each) => (/^[a-zA-Z0-9 _*:./+-]$/.test(each) ? each : `\\u{${each.codePointAt(0)?.toString(16)}}`))
    .join("");
}
