/** Asks and approvers, for people who have to decide. */

import type { ApprovalView } from "../../book/approval-view.ts";
import type { Approver } from "../../kernel/approver.ts";
import type { Paint, Style } from "./colour.ts";
import { alignedTable, pairLines } from "./table.ts";

const STYLE_OF: Readonly<Record<ApprovalView["state"], Style>> = {
  pending: "yellow",
  granted: "green",
  refused: "red",
  expired: "dim",
  consumed: "dim",
};

export function approvalTable(asks: readonly ApprovalView[], paint: Paint): string {
  if (asks.length === 0) return "nothing waits for an approval\n";
  const rows = asks.map(({ id, state, title, missing, expires_at }) => [id, state, missing ?? "-", expires_at, title]);
  return alignedTable({ head: ["ID", "STATE", "MISSING", "EXPIRES", "WHAT"], rows }, paint);
}

/** Everything that the approver signs for. */
export function approvalText(ask: ApprovalView, paint: Paint): string {
  const { id, state, title, effects, risks, rules, statements } = ask;
  const head = `${paint("bold", title)}\n${paint(STYLE_OF[state], state)} ${id}\n`;
  const facts = pairLines(
    [
      ["principal", ask.principal],
      ["tenant", ask.tenant ?? "-"],
      ["session", ask.session ?? "-"],
      ["action", ask.resource === "" ? ask.action : `${ask.action} on ${ask.resource}`],
      ["requires", ask.requirement],
      ["missing", ask.missing ?? "nobody"],
      ["expires", ask.expires_at],
      ["entry", ask.entry],
    ],
    paint,
  );
  const said = statements.map(({ person, says, scope, reason }) => `${person}: ${says}${noted(scope, reason)}`);
  const asking = rules.map(({ rule, source, text }) => `${rule ?? "the approval mode"} (${source ?? "-"}): ${text}`);
  return [
    head,
    facts,
    section("what would be done", effects),
    section("look out", risks),
    section("why it asks", asking),
    section("said so far", said),
  ].join("");
}

function noted(scope: string | null, reason: string | null): string {
  const kind = scope === null || scope === "once" ? "" : ` for more than this request (${scope})`;
  return `${kind}${reason === null ? "" : `, "${reason}"`}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

export function approverTable(approvers: readonly Approver[], paint: Paint): string {
  if (approvers.length === 0) return "no approvers: `writ approvers add NAME` makes one\n";
  const rows = approvers.map(({ id, person, kind, roles, groups }) => [
    id,
    person,
    kind,
    roles.join(",") || "-",
    groups.join(",") || "-",
  ]);
  return alignedTable({ head: ["NAME", "PERSON", "KIND", "ROLES", "GROUPS"], rows }, paint);
}
