/** What the library answers to a vector, in the shape the vector expects. */

import { checkPolicies, type Decision, JsonError, parseJson, type Snapshot } from "../../src/index.ts";
import { refused, toRequest } from "../../src/intent/to-request.ts";
import { decide } from "../../src/kernel/decide.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import { callsOf, type Expected, policyFiles, type Vector } from "./vector.ts";

/** One row a call: the fields that the vector names, and the call, so that a difference says where it is. */
export interface Row {
  readonly call: unknown;
  readonly answer: { readonly [field: string]: unknown };
}

export interface Judged {
  readonly diagnostics: readonly string[];
  readonly loaded: boolean;
  readonly rows: readonly Row[];
}

export function judge(vector: Vector): Judged {
  const { snapshot, diagnostics } = checkPolicies(policyFiles(vector.policy));
  const codes = diagnostics.map(({ code }) => code);
  if (snapshot === null) return { diagnostics: codes, loaded: false, rows: [] };
  const answer = answerer(vector, snapshot);
  const rows = callsOf(vector).map((call) => row(call, answer(call), vector.expect));
  const { call_text: text } = vector;
  const texts = text === undefined ? [] : [row(text, decideText(text, answer, snapshot), vector.expect)];
  return { diagnostics: codes, loaded: true, rows: [...rows, ...texts] };
}

/** What `judge` must give. */
export function expected({ rows, diagnostics }: Judged, { expect }: Vector): Judged {
  return {
    diagnostics: expect.diagnostics ?? diagnostics,
    loaded: (expect.decision ?? expect.at_least) !== undefined,
    rows: rows.map(({ call, answer }) => ({ call, answer: wanted(expect, answer) })),
  };
}

function wanted(expect: Expected, answer: Row["answer"]): Row["answer"] {
  const { at_least } = expect;
  const exact = Object.fromEntries(fieldsOf(expect).map((field) => [field, expect[field]]));
  if (at_least === undefined) return exact;
  return { ...exact, decision: answer["decision"] === "allow" ? `at least ${at_least}` : answer["decision"] };
}

type AnswerTo = (call: unknown) => Decision;

function answerer({ links = {}, at, facts: read = {} }: Vector, snapshot: Snapshot): AnswerTo {
  const resolve = (path: string): string | null => (Object.hasOwn(links, path) ? (links[path] ?? null) : null);
  const facts: Facts = { ...(at === undefined ? {} : { at }), ...read };
  return (call) => decide(toRequest(call, snapshot, { resolve }), snapshot, facts);
}

/** Text that is no JSON document is a call that cannot be read. */
function decideText(text: string, answer: AnswerTo, snapshot: Snapshot): Decision {
  try {
    return answer(parseJson(text));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return decide(refused({ code: "request.invalid", detail: error.message }), snapshot, {});
  }
}

const ABOUT_VECTOR: ReadonlySet<string> = new Set(["diagnostics", "within_ms"]);

/** The fields of a decision that the vector is about. */
const fieldsOf = (expect: Expected): readonly string[] =>
  Object.keys(expect)
    .map((name) => (name === "at_least" ? "decision" : name))
    .filter((name) => !ABOUT_VECTOR.has(name));

function row(call: unknown, decision: Decision, expect: Expected): Row {
  const errors = decision.errors.map(({ rule }) => rule);
  const fields: { readonly [name: string]: unknown } = { ...decision, errors };
  return { call: shown(call), answer: Object.fromEntries(fieldsOf(expect).map((name) => [name, fields[name]])) };
}

/** A shell line stands for its call; what is long is cut. */
function shown(call: unknown): unknown {
  const text = JSON.stringify(call);
  return text.length > 300 ? `${text.slice(0, 300)}…` : call;
}

/** The best of five runs, in milliseconds, so that a busy machine is not taken for a slow matcher. */
export function bestMs(vector: Vector): number {
  // Processor time: what else the machine does is not the vector's.
  const runs = [1, 2, 3, 4, 5].map(() => {
    const start = process.cpuUsage();
    judge(vector);
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...runs);
}
