/** Walks the index for one part and collects the rules that may match. */

import { type Candidate, wholeTruth } from "./candidate.ts";
import type { Scene } from "./condition.ts";
import type { Uid } from "./expression.ts";
import { foldCase, foldGlob } from "./glob.ts";
import { buildGlobSet, type GlobSet } from "./glob-memo.ts";
import type { ByPattern, ByValue, Node } from "./lookup.ts";
import { type ByEntity, nodeOf } from "./lookup-entity.ts";
import type { Argument, Part, Text, ToolPart } from "./request.ts";
import { residualTruth } from "./residual.ts";
import type { Truth } from "./truth.ts";

/** A walk under way. */
export interface Visit {
  readonly part: Part;
  readonly scene: Scene;
  /** What was found; a rule may be there more than once. */
  readonly found: readonly Candidate[];
  /** The paths to what was found decided what they cover; false: each rule must be checked as a whole. */
  sure: boolean;
}

/** One list for all visits, emptied when one starts: they are synchronous and never overlap. */
const FOUND: Candidate[] = [];

/** The rules that may match; what an earlier visit found is gone. */
export function find(root: Node, part: Part, scene: Scene): Visit {
  const to = startVisit(part, scene);
  visit(root, to);
  return to;
}

/** The rules that may match or miss narrowly; what an earlier visit found is gone. */
export function findNear(root: Node, part: Part, scene: Scene): Visit {
  const to = startVisit(part, scene);
  visitNeighbours(root, to, 0);
  return to;
}

/** The truth of a rule that a visit found. */
export function truthOf(candidate: Candidate, { part, scene, sure }: Visit): Truth {
  return sure ? residualTruth(candidate, part, scene) : wholeTruth(candidate, part, scene);
}

/** A visit of a part whose names and arguments read the same to every rule is sure of what its paths cover. */
function startVisit(part: Part, scene: Scene): Visit {
  while (FOUND.length > 0) FOUND.pop();
  return { part, scene, found: FOUND, sure: part.kind === "action" || (isOneName(part) && isPlain(part.args)) };
}

/** The one spelling under which the index looks for it is its exact name, which no server chose. */
function isOneName({ tool, tool_forms, server }: ToolPart): boolean {
  return server === null && tool_forms.length === 1 && tool_forms[0] === tool;
}

function isPlain({ need, exact, forms, folded, doubt, opaque }: Argument): boolean {
  if (forms.length > 0 || folded.length > 0 || doubt !== null || opaque !== null) return false;
  return (need === "any" || exact.length <= 1) && !hasHole(exact);
}

function visit(node: Node, to: Visit): void {
  switch (node.kind) {
    case "rule":
      FOUND.push(node);
      return;
    case "rules":
      for (let i = 0; i < node.candidates.length; i++) FOUND.push(node.candidates[i] as Candidate);
      return;
    case "value":
      visitValue(node, to);
      break;
    case "entity":
      visitEntity(node, to);
      break;
    case "pattern":
      if (to.part.kind === "tool") visitPattern(node, to);
  }
  if (node.rest !== null) visit(node.rest, to);
}

function visitValue(node: ByValue, to: Visit): void {
  const value = node.read(to.part, to.scene.request);
  if (value === undefined) return;
  if (value === null) {
    visitAll(node.children.values(), to);
    return;
  }
  const child = node.children.get(value);
  if (child !== undefined) visit(child, to);
}

function visitEntity({ read, equal, below, types }: ByEntity, to: Visit): void {
  const uid = read(to.part, to.scene.request);
  const child = nodeOf(equal, uid);
  if (child !== undefined) visit(child, to);
  const typed = types.size === 0 ? undefined : types.get(uid.type);
  if (typed !== undefined) visit(typed, to);
  if (below === null) return;
  // The first ancestor is the entity itself.
  const ancestors = to.scene.entities.ancestors(uid);
  for (let i = 0; i < ancestors.length; i++) {
    const under = nodeOf(below, ancestors[i] as Uid);
    if (under !== undefined) visit(under, to);
  }
}

/** The field is not known: every rule that asks for it may hold. */
function visitAll(children: Iterable<Node>, to: Visit): void {
  to.sure = false;
  for (const child of children) visit(child, to);
}

function visitPattern(node: ByPattern, to: Visit): void {
  const { part } = to;
  if (part.kind !== "tool") return;
  const { memo } = node;
  if (memo === null) visitArgument(node, part.args, to);
  else if (node.field === "name") visitNamed(node.children, memo.find(foldCase(part.name)), to);
  else
    for (let i = 0; i < part.tool_forms.length; i++)
      visitNamed(node.children, memo.find(part.tool_forms[i] as string), to);
}

function visitNamed(children: readonly Node[], places: readonly number[], to: Visit): void {
  for (let i = 0; i < places.length; i++) visit(children[places[i] as number] as Node, to);
}

function visitArgument(node: ByPattern, { exact, forms, folded, opaque }: Argument, to: Visit): void {
  // What a visit is still sure of is plain, and was looked through when the visit started.
  if (!to.sure && (opaque !== null || hasHole(exact) || hasHole(forms) || hasHole(folded))) {
    visitAll(node.children, to);
    return;
  }
  const set = node.set as GlobSet;
  for (let i = 0; i < exact.length; i++) descend(node, collect(set, exact[i] as string), to);
  for (let i = 0; i < forms.length; i++) descend(node, collect(set, forms[i] as string), to);
  if (folded.length > 0) visitFolded(node, folded as readonly string[], to);
}

function hasHole(texts: readonly Text[]): boolean {
  for (let i = 0; i < texts.length; i++) if (typeof texts[i] !== "string") return true;
  return false;
}

function visitFolded(node: ByPattern, texts: readonly string[], to: Visit): void {
  node.folded ??= buildGlobSet(node.patterns.map(foldGlob));
  for (const text of texts) descend(node, collect(node.folded, text), to);
}

/** One stack for all levels of all visits: decisions are synchronous and never overlap. */
const matches: number[] = [];

function collect(set: GlobSet, text: string): number {
  const base = matches.length;
  set.collect(text, matches);
  return base;
}

function descend(node: ByPattern, base: number, to: Visit): void {
  for (let i = base, end = matches.length; i < end; i++) visit(node.children[matches[i] as number] as Node, to);
  while (matches.length > base) matches.pop();
}

/** How many neighbours of a missed tenant or currency are looked at. */
const NEIGHBOURS = 2;

/** As `visit`, but one missed tenant or currency is forgiven, for a few of its neighbours. */
function visitNeighbours(node: Node, to: Visit, forgiven: number): void {
  if (node.kind !== "value") {
    visit(node, to);
    return;
  }
  const value = node.read(to.part, to.scene.request);
  const child = typeof value === "string" ? node.children.get(value) : undefined;
  if (child !== undefined) visitNeighbours(child, to, forgiven);
  else if (forgiven === 0 && node.field !== "action") visitSome(node.children, to);
  if (node.rest !== null) visitNeighbours(node.rest, to, forgiven);
}

function visitSome(children: ReadonlyMap<string, Node>, to: Visit): void {
  let left = NEIGHBOURS;
  for (const child of children.values()) {
    visitNeighbours(child, to, 1);
    if (--left === 0) return;
  }
}
