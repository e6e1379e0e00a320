/** What a guard reports of an execution, checked: it is the only thing that tells what really moved. */

import type { ClaimBody, OutcomeBody } from "../book/ticket-event.ts";
import { isRecord } from "../intent/call.ts";
import { parseDecimal } from "../kernel/amount.ts";
import { unitOf } from "../kernel/asset.ts";
import { isDimension, spelled } from "../kernel/dimension.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Dimension, Dimensions, Movement } from "../kernel/movement.ts";

/** A movement as reported; it is about what the reserved movement in the same place was about, unless it says else. */
export interface ReportedMovement {
  /** Decimals by unit; null when nothing of value moved. */
  readonly amounts: Readonly<Record<string, string>> | null;
  readonly dimensions?: Dimensions;
}

export type Report =
  /** Without movements exactly what was reserved has moved. */
  | { readonly status: "executed"; readonly movements?: readonly ReportedMovement[] }
  | { readonly status: "failed" }
  /** A signature left the guard; from `usable_until` (RFC 3339) on nobody can use it. Never, if left out. */
  | { readonly status: "signed"; readonly usable_until?: string | null };

/** What a report of each status may say besides, and besides who reports. */
const MEMBERS: Readonly<Record<Report["status"], string | null>> = {
  executed: "movements",
  failed: null,
  signed: "usable_until",
};

/** The body of the outcome's entry; null when the report is not of the form of one. */
export function outcomeBody(claim: ClaimBody, report: Report, reserved: readonly Movement[]): OutcomeBody | null {
  if (typeof report.status !== "string" || !hasOnly(report, ["status", "guard", MEMBERS[report.status]])) return null;
  switch (report.status) {
    case "failed":
      return { ...claim, status: "failed" };
    case "signed":
      return signedBody(claim, report.usable_until ?? null);
    case "executed": {
      const movements = report.movements === undefined ? reserved : movementsOf(report.movements, reserved);
      return movements === null ? null : { ...claim, status: "executed", movements };
    }
    default:
      return null;
  }
}

function signedBody(claim: ClaimBody, until: string | null): OutcomeBody | null {
  if (until === null) return { ...claim, status: "signed", usable_until: null };
  const instant = typeof until === "string" ? parseInstant(until) : null;
  return instant === null ? null : { ...claim, status: "signed", usable_until: formatInstant(instant) };
}

function movementsOf(reported: readonly unknown[], reserved: readonly Movement[]): readonly Movement[] | null {
  if (!Array.isArray(reported)) return null;
  const movements = reported.map((each, i) => movementOf(each, reserved[i]?.dimensions ?? {}));
  return movements.some((each) => each === null) ? null : (movements as readonly Movement[]);
}

function movementOf(value: unknown, known: Dimensions): Movement | null {
  if (!isRecord(value) || !hasOnly(value, ["amounts", "dimensions"])) return null;
  const { amounts, dimensions = known } = value;
  const exact = amounts === null ? null : amountsOf(amounts);
  const place = placeOf(dimensions);
  return exact === undefined || place === null ? null : { amounts: exact, dimensions: place };
}

/** A misspelt member must not pass for one that is left out. */
function hasOnly(value: object, known: readonly (string | null)[]): boolean {
  return Object.keys(value).every((key) => known.includes(key));
}

function amountsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const pairs = Object.entries(value).map(([unit, amount]) => [unitOf(unit), parseDecimal(amount)] as const);
  // Nobody can tell which of two spellings of a unit is the one that moved.
  if (new Set(pairs.map(([unit]) => unit)).size < pairs.length) return undefined;
  return pairs.every((pair) => pair[1] !== null) ? Object.fromEntries(pairs as [string, string][]) : undefined;
}

/** The dimensions as requests spell them, or the balances of what was reserved would not be those of what moved. */
function placeOf(dimensions: unknown): Dimensions | null {
  if (!isRecord(dimensions)) return null;
  const place: { -readonly [Name in Dimension]?: string | readonly string[] | null } = {};
  for (const [name, value] of Object.entries(dimensions)) {
    if (!isDimension(name) || !isValue(value)) return null;
    if (value === null) place[name] = null;
    else place[name] = typeof value === "string" ? spelled(name, value) : value.map((each) => spelled(name, each));
  }
  return place;
}

function isValue(value: unknown): value is string | readonly string[] | null {
  if (value === null || typeof value === "string") return true;
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
