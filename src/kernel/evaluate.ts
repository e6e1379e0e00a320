/** Expressions compiled to closures: one row for each kind of node, with the semantics of the Cedar language, version 4. */

import { access, accessContext, presence } from "./evaluate-access.ts";
import { BINARY } from "./evaluate-binary.ts";
import { call, record, set } from "./evaluate-construct.ts";
import { isOfType } from "./evaluate-entity.ts";
import { all, any, choose, negation } from "./evaluate-logic.ts";
import { order } from "./evaluate-text.ts";
import { isEmpty, like, opposite } from "./evaluate-unary.ts";
import type { Expression, Variable } from "./expression.ts";
import { contextRecord } from "./given-context.ts";
import { parseLong } from "./long.ts";
import { constantStep, type Evaluate, type Step, step } from "./scene.ts";
import { type Fault, fault, type Value } from "./value.ts";

export type { Evaluate, ValueScene } from "./scene.ts";

type Kind = Expression["kind"];
/** The nodes of a kind, those that share their shape with another kind too. */
type NodeOf<K extends Kind, E = Expression> = E extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? E
    : never
  : never;

const VARIABLES: Readonly<Record<Variable, Step>> = {
  principal: step(({ principal }) => principal),
  action: step(({ action }) => action),
  resource: step(({ resource }) => resource),
  context: step(({ context }) => contextRecord(context)),
};

const NODES: { readonly [K in Kind]: (expression: NodeOf<K>) => Step } = {
  bool: ({ value }) => constantStep(value),
  string: ({ value }) => constantStep(value),
  long: ({ value }) => constantStep(parseLong(value) ?? fault(`not a 64-bit integer: \`${value}\``)),
  entity: ({ type, id }) => constantStep({ type, id }),
  variable: ({ name }) => VARIABLES[name],
  and: ({ of }) => all(of.map(compile)),
  or: ({ of }) => any(of.map(compile)),
  not: ({ of }) => negation(compile(of)),
  negate: ({ of }) => opposite(compile(of)),
  is_empty: ({ of }) => isEmpty(compile(of)),
  if: (e) => choose(compile(e.test), compile(e.then), compile(e.else)),
  binary: ({ operator, left, right }) => BINARY[operator](compile(left), compile(right)),
  is: (e) => isOfType(compile(e.of), e.type, e.in === null ? null : compile(e.in)),
  like: ({ of, pattern }) => like(compile(of), pattern),
  get: ({ of, name }) => (isContext(of) ? accessContext(name) : access(compile(of), name)),
  has: ({ of, names }) => presence(compile(of), names),
  set: ({ of }) => set(of.map(compile)),
  record: ({ of }) => record(of.map(([name, value]) => [name, compile(value)])),
  call: ({ name, of }) => call(name, of.map(compile)),
  order: (e) => order(e, compile(e.left), compile(e.right)),
};

/**
 * Compiles an expression once; the closure gives its value in a scene, or a fault that says why it has none.
 *
 *     const small = compileExpression({ kind: "binary", operator: "less", left: amount, right: hundred });
 *     small(scene); // true, false, or { kind: "fault", text: "the record has no `amount`" }
 */
export function compileExpression(expression: Expression): Evaluate {
  return compile(expression).run;
}

/** The value of an expression without variables; a fault where it has one, or needs a scene for another reason. */
export function constantOf(expression: Expression): Value | Fault {
  return compile(expression).constant ?? fault("expected a constant expression");
}

function compile(expression: Expression): Step {
  return (NODES[expression.kind] as (e: Expression) => Step)(expression);
}

function isContext(expression: Expression): boolean {
  return expression.kind === "variable" && expression.name === "context";
}
