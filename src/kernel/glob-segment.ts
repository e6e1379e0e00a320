/** Stretches of a glob between its stars: each matches a fixed number of code points. */

import { type Glob, holds, type Unit } from "./glob-parse.ts";

export interface Segment {
  readonly units: readonly Unit[];
  /** How many code points it matches. */
  readonly points: number;
  /** Its longest literal, which is all of it when `units` is that one literal; "" when it has none. */
  readonly anchor: string;
  /** Code points in front of the anchor. */
  readonly before: number;
  /** All of it is one literal, possibly empty. */
  readonly literal: boolean;
  /** A `**` stands in front: it matches only at the start of the text or behind a `/`. */
  readonly component: boolean;
}

/** A glob cut at its stars. Without a star there is only a head, and `tail` is null. */
export interface Shape {
  readonly head: Segment;
  readonly inner: readonly Segment[];
  readonly tail: Segment | null;
}

/** Cuts a glob at its stars; `**` and `*` beside each other are `*`, and so is a `**` at the end. */
export function shapeOf(glob: Glob): Shape {
  const segments: Segment[] = [];
  let units: Unit[] = [];
  let component = false;
  let previous: "unit" | "star" = "unit";
  for (const token of glob.tokens) {
    if (token.kind !== "run" && token.kind !== "path") {
      units.push(token);
      previous = "unit";
      continue;
    }
    if (previous === "unit") segments.push(segment(units, component));
    component = token.kind === "path" && (previous === "unit" || component);
    previous = "star";
    units = [];
  }
  const last = segment(units, component && units.length > 0);
  if (segments.length === 0) return { head: last, inner: [], tail: null };
  return { head: segments[0]!, inner: segments.slice(1), tail: last };
}

function segment(units: readonly Unit[], component: boolean): Segment {
  let anchor = "";
  let before = 0;
  let points = 0;
  for (const unit of units) {
    if (unit.kind === "literal" && unit.text.length > anchor.length) {
      anchor = unit.text;
      before = points;
    }
    points += unit.kind === "literal" ? countPoints(unit.text) : 1;
  }
  const literal = units.length === 0 || (units.length === 1 && anchor !== "");
  return { units, points, anchor, before, literal, component };
}

/** Where the segment ends when it starts at `at`, or -1. */
export function matchAt(segment: Segment, text: string, at: number): number {
  if (segment.component && at > 0 && text.charCodeAt(at - 1) !== 0x2f) return -1;
  if (segment.literal) return text.startsWith(segment.anchor, at) ? at + segment.anchor.length : -1;
  for (const unit of segment.units) {
    if (unit.kind === "literal") {
      if (!text.startsWith(unit.text, at)) return -1;
      at += unit.text.length;
      continue;
    }
    const point = text.codePointAt(at);
    if (point === undefined || !holds(unit, point)) return -1;
    at += point > 0xffff ? 2 : 1;
  }
  return at;
}

/** Where the leftmost match that starts at or behind `from` ends, or -1. */
export function findFrom(segment: Segment, text: string, from: number): number {
  if (segment.anchor === "") return findAnywhere(segment, text, from);
  for (let hit = text.indexOf(segment.anchor, from); hit >= 0; hit = text.indexOf(segment.anchor, hit + 1)) {
    const start = back(text, hit, segment.before);
    const end = start < from ? -1 : matchAt(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

function findAnywhere(segment: Segment, text: string, from: number): number {
  for (let start = from; start < text.length; start += width(text, start)) {
    const end = matchAt(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

/** The offset `points` code points in front of `at`, or -1 when the text begins before. */
export function back(text: string, at: number, points: number): number {
  for (; points > 0 && at >= 0; points--) {
    const pair = (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
    at -= pair ? 2 : 1;
  }
  return at < 0 ? -1 : at;
}

function width(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

function countPoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += width(text, at)) count++;
  return count;
}
