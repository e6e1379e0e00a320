/** What approvers said, judged again: signatures, persons, and what the quorum came to. */

import type { StatementBody } from "../book/ask.ts";
import { type JudgedStatement, judgeStatement } from "../book/judge-statement.ts";
import type { EventRefusedBody } from "../book/ticket-event.ts";
import { NO_SNAPSHOT } from "../intent/record.ts";
import { canonical } from "../kernel/canonical.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Verifier } from "../ledger/checkpoint.ts";
import type { Case, Recorded } from "./audit-decision.ts";

/** What statements are judged by. */
export interface StatementCase extends Case {
  /** Name of the ledger, by its first entry. */
  readonly origin: string;
  readonly auditor: Verifier;
}

/** Is a recorded statement one that is taken, with what it comes to? Before its entry is taken in. */
export function statementFinding(fold: StatementCase, { body, at }: Recorded): string | null {
  const { signed } = JSON.parse(body) as StatementBody;
  const judged = judgeAgain(fold, canonical(signed), at);
  if (!judged.ok) return `it takes a statement that should have been refused as ${judged.code}`;
  return canonical(judged.body) === body ? null : `it should have become \`${judged.body.becomes}\``;
}

/** Was the statement rightly refused? */
export function refusedStatementFinding(fold: StatementCase, { body, at }: Recorded): string | null {
  const { code, event } = JSON.parse(body) as EventRefusedBody;
  const { text } = event.body as { readonly text?: string };
  // Of what is no statement for its length only the hash is kept.
  if (text === undefined) return code === "statement.malformed" ? null : "it refuses a statement that nobody can read";
  const judged = judgeAgain(fold, text, at);
  const expected = judged.ok ? "accepted" : judged.code;
  return expected === code ? null : `it refuses a statement as ${code}, which should have been ${expected}`;
}

function judgeAgain(
  { book, snapshot, sha256, origin, auditor }: StatementCase,
  text: string,
  at: string,
): JudgedStatement {
  return judgeStatement(text, {
    origin,
    at: parseInstant(at) ?? 0,
    snapshot: snapshot ?? NO_SNAPSHOT,
    asks: book.asks,
    sha256,
    verify: auditor.verifySignature,
  });
}
