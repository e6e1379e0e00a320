/** What a reference decision tells: rules 15, 20 to 24 and 27 of docs/spec/decision.md, numbered in comments. */

import type { Code } from "../../src/kernel/code.ts";
import type { Decision } from "../../src/kernel/decision.ts";
import { type Effect, STATUS } from "../../src/kernel/effect.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Request } from "../../src/kernel/request.ts";
import type { Snapshot } from "../../src/kernel/rule.ts";
import { ANY_TEXT } from "./any-text.ts";
import { and, truthOf } from "./condition.ts";
import type { ReferenceGate } from "./gate.ts";
import type { Heard } from "./hear-budgets.ts";
import { speaking, type Verdict, type Vote } from "./interpreter.ts";
import { nearMisses, type Reached } from "./near-miss.ts";

interface Judged {
  readonly request: Request;
  readonly snapshot: Snapshot;
  readonly facts: Facts;
  readonly reached: Reached;
  readonly verdicts: readonly Verdict[];
  readonly answer: Effect;
  /** Refused or frozen. */
  readonly stopped: boolean;
  readonly heard: Heard;
  readonly gate: ReferenceGate;
}

export function report(judged: Judged): Decision {
  const { request, snapshot, verdicts, answer, stopped, heard, gate } = judged;
  const decision = answer === "ask" && snapshot.settings.headless ? "deny" : answer; // 20
  const spoken = distinct(verdicts.flatMap(({ votes }) => votes).filter((vote) => vote.answer === answer)); // 21
  const byMode = verdicts.some((verdict) => verdict.mode === answer && verdict.answer === answer);
  const ids = spoken.map(({ rule }) => rule.id);
  const failed = gate.tables.filter(({ fails }) => fails);
  const rows = decision === "deny" ? failed.map((table) => table.failed) : []; // G5
  if (decision === "allow") rows.push(...gate.tables.flatMap(({ passed }) => passed));
  const mode = { rule: null, effect: answer, tier: null, source: null, text: ANY_TEXT };
  const budgets = Array(heard.deny || heard.warn).fill(mode); // B5, B6
  const byDefault = answer === "deny" && !stopped && heard.deny === 0 && !byMode && spoken.length === 0;
  const near_misses = byDefault ? missesOf(judged) : []; // 23
  const codes: readonly (Code | null | undefined)[] = [
    gate.refusal,
    answer === "deny" ? ruleCode(spoken[0]) : null,
    gate.frozen ? "policy.frozen" : null,
    failed[0]?.code,
    heard.deny > 0 ? "policy.budget_exceeded" : null, // B5
    answer === "ask" ? "approval.required" : null,
    near_misses[0]?.code,
  ];
  return {
    decision,
    status: STATUS[decision],
    deny_code: decision === "deny" ? (codes.find((code) => code) ?? "policy.no_matching_rule") : null, // 22
    deny_detail: decision === "deny" ? ANY_TEXT : null,
    policy_snapshot_hash: snapshot.hash,
    matched_rules: [...new Set([...ids, ...rows])],
    reasons: [
      ...spoken.map(reasonOf),
      ...(byMode ? [mode] : []),
      ...budgets,
      ...rows.map((rule) => ({ ...mode, rule })),
    ],
    near_misses,
    errors: errorsOf(spoken, judged), // 15, 27
    approvals: decision === "ask" ? approvalsOf(spoken, [...ids, ...(byMode ? [null] : [])]) : null, // 24
    constraints: decision === "deny" ? null : request.constraints, // 24
  };
}

function missesOf({ snapshot, verdicts, reached }: Judged): Decision["near_misses"] {
  const missed = verdicts.find(({ byDefault }) => byDefault)?.scene;
  if (missed === undefined) return [];
  return nearMisses(
    speaking(snapshot.policies, missed.part).filter(({ about }) => about !== "any"),
    missed,
    reached,
  );
}

/** By id: a rule speaks once, however many parts it speaks on. */
function distinct<T extends { readonly rule: { readonly id: string } | string }>(said: readonly T[]): readonly T[] {
  const id = ({ rule }: T): string => (typeof rule === "string" ? rule : rule.id);
  return said.filter((each, place) => said.findIndex((other) => id(other) === id(each)) === place);
}

function reasonOf({ rule, source, answer }: Vote): Decision["reasons"][number] {
  return { rule: rule.id, effect: answer, tier: rule.tier, source, text: rule.reason ?? ANY_TEXT };
}

function errorsOf(spoken: readonly Vote[], judged: Judged): Decision["errors"] {
  const failed = distinct(judged.verdicts.flatMap((verdict) => failures(verdict, judged.snapshot)));
  const undecided = spoken.filter(({ truth }) => truth !== "true").map(({ rule, source }) => problem(rule.id, source));
  return [...undecided.filter(({ rule }) => !failed.some((other) => other.rule === rule)), ...failed];
}

/** 27: whatever became of the part. */
function failures({ scene }: Verdict, { policies }: Snapshot): Decision["errors"] {
  const telling = speaking(policies, scene.part).filter(({ faults }) => faults !== undefined);
  return telling.flatMap(({ rules, source }) =>
    rules
      .filter(({ when, effect }) => and(when.map((condition) => truthOf(condition, effect, scene))) === "unknown")
      .map(({ id, line }) => problem(id, `${source}:${line}`)),
  );
}

function problem(rule: string, source: string): Decision["errors"][number] {
  return { rule, code: "policy.undecidable", text: ANY_TEXT, source };
}

/** 24 */
function approvalsOf(spoken: readonly Vote[], missing: readonly (string | null)[]): Decision["approvals"] {
  const needs = [...new Set(spoken.flatMap(({ rule }) => rule.approvals ?? []))];
  return needs.length === 0 ? { missing } : { missing, needs };
}

/** 22 */
function ruleCode(first: Vote | undefined): Code | null {
  if (first === undefined) return null;
  return first.rule.code ?? (first.truth === "true" ? "policy.denied" : "policy.undecidable");
}
