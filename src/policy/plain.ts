/** Values of a policy file as a parser of calls would have given them. */

import { isTable } from "./table.ts";

const MAX_DEPTH = 64;

/** Small integers are numbers, dates are strings; null for what is nested deeper than a call can be. */
export function plainCall(value: unknown): unknown {
  return isDeeper(value, MAX_DEPTH) ? null : plain(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return BigInt.asIntN(53, value) === value ? Number(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
