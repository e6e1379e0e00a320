/** What one check finds. Apart from the tables of texts, so that a browser need not load them. */

import type { FAILURES, SKIPS } from "./capsule-code.ts";

export type FailureCode = keyof typeof FAILURES;
export type SkipCode = keyof typeof SKIPS;

/** Null is passed. */
export type Finding = {
  readonly result: "failed" | "skipped";
  readonly code: FailureCode | SkipCode;
  /** Which one, or what came instead; empty where the code says it all. */
  readonly detail: string;
} | null;

export function failed(code: FailureCode, detail = ""): Finding {
  return { result: "failed", code, detail };
}

/** A failure with what was thrown. */
export function failedBy(code: FailureCode, error: unknown): Finding {
  return failed(code, error instanceof Error ? error.message : "");
}

export function skipped(code: SkipCode): Finding {
  return { result: "skipped", code, detail: "" };
}
