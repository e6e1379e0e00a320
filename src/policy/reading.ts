/** Reading of untyped values into typed ones: readers, and the problems they report. */

import type { Diagnostic } from "../kernel/diagnostic.ts";
import { MAX_DIAGNOSTICS } from "./limit.ts";
import { type LineColumn, lineFinder } from "./line.ts";
import { nearestPlace, type Source } from "./source.ts";

export interface Reading {
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
  /** How many there were, listed or not. */
  readonly count: Record<Diagnostic["severity"], number>;
  readonly position: (offset: number) => LineColumn;
}

/** Gives undefined for what it refuses and has reported. */
export type Read<T> = (value: unknown, pointer: string, reading: Reading) => T | undefined;

export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  /** An error if left out. */
  readonly severity?: Diagnostic["severity"];
  /** What the column shows; the value if left out. */
  readonly on?: "key" | "value";
  /** Offset into the value. */
  readonly skip?: number;
}

export function startReading(source: Source): Reading {
  return { source, diagnostics: [], count: { error: 0, warning: 0 }, position: lineFinder(source.text) };
}

/** Adds a diagnostic at a pointer; gives undefined, so that a reader can return it. */
export function report(reading: Reading, pointer: string, finding: Finding): undefined {
  const severity = finding.severity ?? "error";
  const count = ++reading.count[severity];
  if (count <= MAX_DIAGNOSTICS) add(reading, pointer, finding);
  if (count === MAX_DIAGNOSTICS + 1) {
    add(reading, "", {
      severity,
      code: "policy.too_many_problems",
      message: `more than ${MAX_DIAGNOSTICS} ${severity}s`,
    });
  }
}

/** True when no more errors are listed, and looking for help with one is idle. */
export function isFull({ count }: Reading): boolean {
  return count.error > MAX_DIAGNOSTICS;
}

function add(reading: Reading, pointer: string, finding: Finding): void {
  const { severity = "error", code, message, help = null, on = "value", skip = 0 } = finding;
  const place = nearestPlace(reading.source, pointer);
  const at = place === null ? { line: 0, column: 0 } : reading.position(place[on] + skip);
  reading.diagnostics.push({ severity, code, message, file: reading.source.name, ...at, help });
}

/** The line on which the value at a pointer begins, from 1; 0 when unknown. */
export function lineOf({ source, position }: Reading, pointer: string): number {
  const place = nearestPlace(source, pointer);
  return place === null ? 0 : position(place.key).line;
}
