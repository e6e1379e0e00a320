/** Policy → canonical Cedar text. */

import { escapeString } from "../../kernel/cedar-escape.ts";
import { formatExpression } from "../../kernel/expression-text.ts";
import type { CedarPolicy, ScopeConstraint, UidOrSlot } from "./syntax.ts";

/** The text of a policy, with its annotations; read again it gives the same policy, but for offsets and place. */
export function formatPolicy(policy: CedarPolicy): string {
  const { annotations, effect, principal, action, resource, conditions } = policy;
  const scope = [
    formatConstraint("principal", principal),
    formatConstraint("action", action),
    formatConstraint("resource", resource),
  ];
  const head = scope.every((text) => !text.includes(" "))
    ? `${effect} (${scope.join(", ")})`
    : `${effect} (\n  ${scope.join(",\n  ")}\n)`;
  const lines = [
    ...annotations.map(([name, value]) => (value === "" ? `@${name}` : `@${name}(${escapeString(value)})`)),
    head,
    ...conditions.map(({ kind, of }) => `${kind} { ${formatExpression(of)} }`),
  ];
  return `${lines.join("\n")};\n`;
}

function formatConstraint(variable: string, constraint: ScopeConstraint): string {
  switch (constraint.kind) {
    case "any":
      return variable;
    case "equal":
      return `${variable} == ${formatUid(constraint.uid)}`;
    case "in":
      return `${variable} in ${formatUids(constraint.uids)}`;
    case "is":
      return `${variable} is ${constraint.type}`;
    case "is_in":
      return `${variable} is ${constraint.type} in ${formatUid(constraint.uid)}`;
  }
}

function formatUids(uids: readonly UidOrSlot[]): string {
  const [only] = uids;
  return uids.length === 1 && only !== undefined ? formatUid(only) : `[${uids.map(formatUid).join(", ")}]`;
}

function formatUid(uid: UidOrSlot): string {
  return uid.kind === "slot" ? `?${uid.name}` : `${uid.type}::${escapeString(uid.id)}`;
}
