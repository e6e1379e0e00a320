/** Cedar text → policies, with every problem of the file. */

import { quoted } from "../../kernel/json-error.ts";
import { MAX_DIAGNOSTICS } from "../limit.ts";
import { Abandoned, type Cursor, openCursor, report } from "./cursor.ts";
import { advance } from "./lexer.ts";
import { parseExpression } from "./parse-expression.ts";
import { parsePolicy } from "./parse-policy.ts";
import { type CedarFile, type CedarPolicy, policyId } from "./syntax.ts";

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * Reads a Cedar policy file (Cedar 4). A policy with a problem is left out and reading goes on behind its semicolon, for
 * at most 1000 problems. Linear in the text; deeper than MAX_DEPTH is a problem.
 */
export function parseCedar(text: string): CedarFile {
  if (!text.isWellFormed()) return notUnicode(text);
  const cursor = openCursor(text, parseExpression);
  const policies: CedarPolicy[] = [];
  for (let place = 0; cursor.lexer.kind !== "end" && cursor.problems.length < MAX_DIAGNOSTICS; place++) {
    const policy = parseNext(cursor, place);
    if (policy !== null) policies.push(policy);
  }
  return { policies: withoutDuplicates(cursor, policies), problems: cursor.problems };
}

/** The next policy, or null when something is wrong with it. */
function parseNext(cursor: Cursor, place: number): CedarPolicy | null {
  const before = cursor.problems.length;
  try {
    const policy = parsePolicy(cursor, place);
    return cursor.problems.length === before ? policy : null;
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    resume(cursor);
    return null;
  }
}

/** Steps behind the next semicolon. */
function resume(cursor: Cursor): void {
  const { lexer } = cursor;
  cursor.depth = 0;
  while (lexer.kind !== ";" && lexer.kind !== "end") advance(lexer);
  if (lexer.kind === ";") advance(lexer);
}

/** Places differ, so that only ids that were written can meet another. */
function withoutDuplicates(cursor: Cursor, policies: readonly CedarPolicy[]): readonly CedarPolicy[] {
  if (policies.every(({ id }) => id === null)) return policies;
  const ids = new Set<string>();
  return policies.filter((policy) => isNewId(cursor, policy, ids));
}

/** A policy without an id gets a number that is free; the name of a template is what links say. */
function isNewId(cursor: Cursor, policy: CedarPolicy, ids: Set<string>): boolean {
  if (policy.id === null && policy.slots.length === 0) return true;
  const id = policyId(policy);
  if (!ids.has(id)) {
    ids.add(id);
    return true;
  }
  const message = `the id ${quoted(id)} is that of an earlier policy`;
  report(cursor, { offset: policy.from, code: "cedar.duplicate", message, help: "give one of them another `@id`" });
  return false;
}

function notUnicode(text: string): CedarFile {
  const offset = text.search(LONE_SURROGATE);
  return {
    policies: [],
    problems: [{ offset, code: "cedar.not_unicode", message: "half a surrogate pair", help: null }],
  };
}
