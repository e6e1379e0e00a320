/** The expression language of SBO3L rules → the kernel's expressions; docs/spec/sbo3l.md. */

import type { Expression } from "../../kernel/expression.ts";
import { checkCondition } from "./check.ts";
import { parseSyntax } from "./syntax.ts";
import type { Fault } from "./token.ts";

/**
 * Reads a `when` expression: the first fault of its form, or all faults of its paths and types.
 *
 * An expression that reads can fail in one way only: by putting in order a text that is null (`provider.id` of a
 * provider that is not listed, `recipient.address` of a request that names none).
 *
 *     parseWhen('input.amount_usd <= 0.50 and not input.provider.denied');
 */
export function parseWhen(text: string): { readonly expression: Expression } | { readonly faults: readonly Fault[] } {
  const node = parseSyntax(text);
  if ("message" in node) return { faults: [node] };
  const faults: Fault[] = [];
  const expression = checkCondition(node, faults);
  return expression === null ? { faults } : { expression };
}
