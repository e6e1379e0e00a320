/** An approver's statement on its way into the ledger: judged when its place is known. */

import { STATEMENT_CODES, type StatementCode } from "../approval/code.ts";
import type { StatementBody } from "../book/ask.ts";
import { type Hearing, type JudgedStatement, judgeStatement } from "../book/judge-statement.ts";
import type { EventRefusedBody } from "../book/ticket-event.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Built } from "./journal.ts";
import type { Recorded } from "./ticket-work.ts";

/** What became of a statement. Whatever it is, it is in the ledger, unless `entry` is null. */
export type StatementResult =
  | {
      readonly ok: true;
      /** Of the decision that asked. */
      readonly id: string;
      readonly becomes: StatementBody["becomes"];
      readonly entry: Entry;
    }
  | { readonly ok: false; readonly code: string; readonly detail: string; readonly entry: Entry | null };

interface Entry {
  readonly seq: number;
  readonly hash: string;
}

/** Where statements are judged; `snapshot` is asked when the place of the entry is known. */
export interface Heard extends Omit<Hearing, "at" | "snapshot"> {
  readonly snapshot: () => Snapshot;
}

/** Longer texts are kept by their hash. */
const MAX_KEPT = 16_384;

export function statementWork(text: string, at: string, { snapshot, ...hearing }: Heard): Recorded<StatementResult> {
  let judged: JudgedStatement | null = null;
  return {
    kind: "statement",
    at,
    build(place) {
      judged = judgeStatement(text, { ...hearing, snapshot: snapshot(), at: parseInstant(place.at) as number });
      return judged.ok ? canonical(judged.body) : refused(judged.code, text, hearing.sha256);
    },
    result: ({ seq, hash }) => {
      const entry = { seq, hash: `0x${hash}` };
      const { ok, ...said } = judged as JudgedStatement;
      if ("code" in said) return { ok: false, code: said.code, detail: STATEMENT_CODES[said.code], entry };
      return { ok: true, id: said.parked.id, becomes: said.body.becomes, entry };
    },
  };
}

function refused(code: StatementCode, text: string, sha256: Sha256): Built {
  const isKept = text.length <= MAX_KEPT && text.isWellFormed();
  const event = { kind: "statement", body: isKept ? { text } : { text_sha256: sha256(text) } };
  const body: EventRefusedBody = { code, detail: STATEMENT_CODES[code], event };
  return { kind: "event_refused", body: canonical(body) };
}
