/** Expressions with their types known: every path exists, and what is compared can be. */

import type { Expression } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { nearest } from "../suggest.ts";
import { compare } from "./compare.ts";
import { type Branch, INPUT, type Leaf } from "./input.ts";
import type { Node } from "./syntax.ts";
import type { Fault } from "./token.ts";
import { always, chain, type Typed, typeName } from "./typed.ts";

/** Gives the value of a node; null when there is a fault in it, which has been added. */
export function check(node: Node, faults: Fault[]): Typed | null {
  switch (node.kind) {
    case "bool":
      return always("bool", { kind: "bool", value: node.value });
    case "number":
      return always("number", { kind: "string", value: node.value });
    case "string":
      return always("text", { kind: "string", value: node.value });
    case "null":
      return always("null", { kind: "bool", value: false });
    case "path":
      return checkPath(node, faults);
    case "not":
      return checkNot(node, faults);
    case "and":
    case "or":
      return checkChain(node, faults);
    case "compare":
      return checkCompare(node, faults);
  }
}

/** The expression of a node that must be a condition. */
export function checkCondition(node: Node, faults: Fault[]): Expression | null {
  const value = check(node, faults);
  if (value === null || value.type === "bool") return value?.expression ?? null;
  faults.push({ code: "expression.type", message: `${typeName(value)} is not a condition`, at: node.at });
  return null;
}

type Of<K extends Node["kind"]> = Extract<Node, { readonly kind: K }>;

function checkNot({ of }: Of<"not">, faults: Fault[]): Typed | null {
  const inner = checkCondition(of, faults);
  return inner === null ? null : always("bool", { kind: "not", of: inner });
}

function checkChain({ kind, of }: Extract<Node, { readonly of: readonly Node[] }>, faults: Fault[]): Typed | null {
  const members = of.map((member) => checkCondition(member, faults)).filter((member) => member !== null);
  return members.length < of.length ? null : always("bool", chain(kind, members));
}

function checkCompare(node: Of<"compare">, faults: Fault[]): Typed | null {
  const left = check(node.left, faults);
  const right = check(node.right, faults);
  if (left === null || right === null) return null;
  const result = compare({ left, operator: node.operator, right });
  if ("kind" in result) return always("bool", result);
  faults.push({ code: "expression.type", ...result, at: node.at });
  return null;
}

function checkPath({ names, at }: Of<"path">, faults: Fault[]): Typed | null {
  const path = names.join(".");
  const found = resolve(names);
  if (typeof found === "object") {
    faults.push({ code: "expression.path", message: `there is no ${quoted(path)}`, at, ...found });
    return null;
  }
  if (found === "record" || found === "list") {
    const message = `${quoted(path)} is a ${found}, which an expression cannot use`;
    faults.push({ code: "expression.type", message, at });
    return null;
  }
  return pathValue(names.slice(1), found);
}

/** What stands at a path, or how to help. */
function resolve([root, ...names]: readonly string[]): Leaf | "record" | { readonly help: string } {
  if (root !== "input") return { help: "every path begins with `input`; strings stand in double quotes" };
  let branch: Branch = INPUT;
  for (const [index, name] of names.entries()) {
    const below = Object.hasOwn(branch, name) ? branch[name] : undefined;
    if (below === undefined) return { help: helpWith(name, branch) };
    if (typeof below === "string") return index === names.length - 1 ? below : { help: "it ends earlier" };
    branch = below;
  }
  return "record";
}

function helpWith(name: string, branch: Branch): string {
  const known = Object.keys(branch);
  const meant = nearest(name, known);
  return meant === null ? `known are ${known.map((one) => `\`${one}\``).join(", ")}` : `did you mean \`${meant}\`?`;
}

function pathValue(names: readonly string[], leaf: Exclude<Leaf, "list">): Typed {
  const context: Expression = { kind: "variable", name: "context" };
  const expression = names.reduce<Expression>((of, name) => ({ kind: "get", of, name }), context);
  if (leaf !== "text?") return always(leaf, expression);
  return { type: "text", expression, present: { kind: "has", of: context, names } };
}
