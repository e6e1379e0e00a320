/** Random sets of Cedar policies, templates and links, in the text of the language. */

import type { Expression, Uid } from "../../src/kernel/expression.ts";
import { printCedar, printText } from "./cedar-print.ts";
import { type Choice, once, pick, several } from "./choice.ts";
import type { CedarWorld } from "./generate-cedar-world.ts";
import { condition } from "./generate-expression.ts";

export interface Named {
  readonly id: string;
  readonly text: string;
}

export interface TemplateLink {
  readonly templateId: string;
  readonly newId: string;
  readonly values: Readonly<Record<string, Uid>>;
}

export interface CedarSet {
  readonly policies: readonly Named[];
  readonly templates: readonly Named[];
  readonly links: readonly TemplateLink[];
  /** The policies have no ids of their own, and are called by their places. */
  readonly numbered: boolean;
}

const IDS = ["a b", "é😀", "policy7", "__proto__", "toString", ""];

/** Up to `most` policies, some of them links. */
export function cedarSet(choice: Choice, world: CedarWorld, [least, most]: readonly [number, number]): CedarSet {
  const numbered = once(choice, 3);
  const policies = several(choice, [least, most], (c) => policyText(c, world, NO_SLOTS));
  const odd = (place: number): string => (once(choice, 12) ? `${pick(choice, IDS)}${place}` : `p${place}`);
  const named = policies.map((text, place) => ({ id: numbered ? `policy${place}` : odd(place), text }));
  if (numbered) return { policies: named, templates: [], links: [], numbered };
  const templates = several(choice, [0, 2], (c) => template(c, world));
  const links = templates.flatMap(({ slots }, place) =>
    several(choice, [0, 2], (c) => ({ templateId: `t${place}`, values: valuesOf(c, slots, world) })),
  );
  return {
    policies: named,
    templates: templates.map(({ text }, place) => ({ id: `t${place}`, text })),
    links: links.map((link, place) => ({ ...link, newId: `l${place}` })),
    numbered,
  };
}

type Slots = Readonly<Record<"principal" | "resource", boolean>>;
const NO_SLOTS: Slots = { principal: false, resource: false };

function template(choice: Choice, world: CedarWorld): { readonly slots: Slots; readonly text: string } {
  const slots = pick(choice, [
    { principal: true, resource: false },
    { principal: false, resource: true },
    { principal: true, resource: true },
  ]);
  return { slots, text: policyText(choice, world, slots) };
}

function valuesOf(choice: Choice, slots: Slots, { uids }: CedarWorld): TemplateLink["values"] {
  const filled = (["principal", "resource"] as const).filter((slot) => slots[slot]);
  return Object.fromEntries(filled.map((slot) => [`?${slot}`, pick(choice, uids)]));
}

function policyText(choice: Choice, world: CedarWorld, slots: Slots): string {
  const scope = [
    memberScope(choice, world, ["principal", slots]),
    actionScope(choice, world),
    memberScope(choice, world, ["resource", slots]),
  ];
  const conditions = several(choice, [0, pick(choice, [0, 1, 1, 2])], (c) => {
    const of = about(c, world, condition(c, 1 + c(3)));
    return ` ${pick(c, ["when", "when", "unless"])} { ${printCedar(of)} }`;
  });
  return `${pick(choice, ["permit", "permit", "forbid"])} (${scope.join(", ")})${conditions.join("")};`;
}

function memberScope(
  choice: Choice,
  { uids }: CedarWorld,
  [name, slots]: readonly ["principal" | "resource", Slots],
): string {
  const uid = slots[name] ? `?${name}` : printUid(pick(choice, uids));
  const is = `${name} is ${pick(choice, uids).type}`;
  const forms = [`${name} == ${uid}`, `${name} in ${uid}`, `${name} in ${uid}`, `${is} in ${uid}`];
  return slots[name] ? pick(choice, forms) : pick(choice, [name, name, is, ...forms]);
}

function actionScope(choice: Choice, { actions }: CedarWorld): string {
  const some = () => printUid(pick(choice, actions));
  const list = several(choice, [0, 3], some);
  return pick(choice, [
    "action",
    "action",
    `action == ${some()}`,
    `action in ${some()}`,
    `action in [${list.join(", ")}]`,
  ]);
}

function printUid({ type, id }: Uid): string {
  return `${type}::${printText(id)}`;
}

/** The expression with the entities of the world in place of its own. */
function about(choice: Choice, { uids, actions }: CedarWorld, expression: Expression): Expression {
  const own = (_: string, node: unknown): unknown => {
    const { kind } = (node ?? {}) as { kind?: unknown };
    if (kind === "entity") return { kind, ...pick(choice, [...uids, ...actions]) };
    return kind === "is" ? { ...(node as object), type: pick(choice, uids).type } : node;
  };
  return JSON.parse(JSON.stringify(expression), own);
}
