/** Calls of Cedar text: which functions and methods there are, and how many arguments they take. */

import { EXTENSION_FUNCTIONS, EXTENSION_METHODS, METHODS } from "../../kernel/cedar-word.ts";
import type { Expression } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { type Cursor, didYouMean, report } from "./cursor.ts";

export interface Call {
  readonly name: string;
  /** UTF-16 offset of the name. */
  readonly at: number;
  readonly of: readonly Expression[];
}

const ALL_METHODS: readonly string[] = [...METHODS.keys(), ...EXTENSION_METHODS];

/** `f(…)`; Cedar leaves the number of arguments of an extension function to the validator and the evaluator. */
export function functionCall(cursor: Cursor, { name, at, of }: Call): Expression {
  if (!EXTENSION_FUNCTIONS.has(name)) {
    const isMethod = METHODS.has(name) || EXTENSION_METHODS.has(name);
    const message = `${quoted(name)} is ${isMethod ? "a method, not a function" : "no function"}`;
    const help = isMethod ? `write \`x.${name}(…)\`` : didYouMean(name, [...EXTENSION_FUNCTIONS]);
    report(cursor, { offset: at, code: "cedar.call", message, help });
  }
  return { kind: "call", name, of };
}

/** `x.m(…)`. */
export function methodCall(cursor: Cursor, receiver: Expression, call: Call): Expression {
  const { name, at, of } = call;
  const operator = METHODS.get(name);
  if (operator === undefined) return extensionMethod(cursor, receiver, call);
  const wanted = operator === null ? 0 : 1;
  if (of.length !== wanted) {
    const message = `${quoted(name)} takes ${wanted === 0 ? "no argument" : "one argument"}, not ${of.length}`;
    report(cursor, { offset: at, code: "cedar.call", message, help: null });
  }
  const [right = receiver] = of;
  return operator === null ? { kind: "is_empty", of: receiver } : { kind: "binary", operator, left: receiver, right };
}

function extensionMethod(cursor: Cursor, receiver: Expression, { name, at, of }: Call): Expression {
  if (!EXTENSION_METHODS.has(name)) {
    const isFunction = EXTENSION_FUNCTIONS.has(name);
    const message = `${quoted(name)} is ${isFunction ? "a function, not a method" : "no method"}`;
    const help = isFunction ? `write \`${name}(…)\`` : didYouMean(name, ALL_METHODS);
    report(cursor, { offset: at, code: "cedar.call", message, help });
  }
  return { kind: "call", name, of: [receiver, ...of] };
}
