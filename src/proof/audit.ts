/** Audits a ledger: every entry has to follow from those before it, and every decision is made again, byte for byte. */

import { type Book, createBook } from "../book/book.ts";
import { BookError } from "../book/fold.ts";
import type { EventRefusedBody } from "../book/ticket-event.ts";
import type { OffsetAt } from "../budget/window.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Opening } from "../kernel/redaction.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import type { Verifier } from "../ledger/checkpoint.ts";
import { entryHash, readEntry } from "../ledger/entry.ts";
import { bodyOf, timeOf } from "../ledger/link.ts";
import type { Tree } from "../ledger/tree.ts";
import type { PolicyFile } from "../policy/source.ts";
import { auditDecision, noteBasis, type Recorded } from "./audit-decision.ts";
import { limitFinding, refusalFinding } from "./audit-event.ts";
import { refusedStatementFinding, type StatementCase, statementFinding } from "./audit-statement.ts";
import { type LedgerReport, type LedgerTrust, verifyVisiting } from "./verify.ts";

export interface AuditReport {
  /** Decisions that came out as recorded. */
  readonly repeated: number;
  /** Refusals of calls that the ledger keeps by hash only, or not at all. */
  readonly skipped: number;
  /** Decisions of which redacted fields were forgotten. */
  readonly forgotten: number;
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly seq: number;
  /** Lowercase, one line. */
  readonly detail: string;
}

export interface Audited {
  /** Nothing failed, and there are no findings. */
  readonly ok: boolean;
  readonly ledger: LedgerReport;
  readonly decisions: AuditReport;
}

/** What an auditor works with; `loadPolicies` is that of the library, `offsetAt` knows the time zones. */
export interface Auditor extends Verifier {
  readonly loadPolicies: (files: readonly PolicyFile[], options: { readonly settings: Partial<Settings> }) => Snapshot;
  readonly offsetAt: OffsetAt;
  /** What opens the redacted fields of an entry; nothing is known of any if left out. */
  readonly openings?: (seq: number) => Promise<readonly Opening[]>;
}

/** The fold over the ledger, up to the entry that is looked at. */
interface Fold extends StatementCase {
  readonly auditor: Auditor;
  readonly book: Book;
  origin: string;
  repeated: number;
  skipped: number;
  forgotten: number;
}

/** More would not be read. */
const MOST_FINDINGS = 100;

/** Verifies the entries of a ledger, read once and in order, and compares each with what follows from those before it. */
export async function auditLedger(
  entries: AsyncIterable<string> | Iterable<string>,
  trust: LedgerTrust,
  auditor: Auditor,
): Promise<Audited> {
  const findings: Finding[] = [];
  let fold: Fold | null = null;
  let openings: readonly Opening[] = [];
  const opened = withOpenings(entries, auditor, (found) => {
    openings = found;
  });
  const visit = (text: string, tree: Tree): void => {
    fold ??= beginFold(tree, auditor, () => openings);
    const detail = auditEntry(fold, text);
    if (detail !== null && findings.length < MOST_FINDINGS) findings.push({ seq: tree.size(), detail });
  };
  const ledger = await verifyVisiting({ entries: opened, visit }, trust, auditor);
  const { repeated = 0, skipped = 0, forgotten = 0 } = (fold as Fold | null) ?? {};
  const decisions = { repeated, skipped, forgotten, findings };
  return { ok: ledger.ok && findings.length === 0, ledger, decisions };
}

/** The entries; before one that has redacted fields is given, what opens them is found. */
async function* withOpenings(
  entries: AsyncIterable<string> | Iterable<string>,
  { openings = async () => [] }: Auditor,
  tell: (found: readonly Opening[]) => void,
): AsyncIterable<string> {
  let seq = 0;
  for await (const text of entries) {
    // Quotes within texts are escaped: only a member of the body can look like this.
    tell(text.includes(',"redacted":[') ? await openings(seq) : []);
    yield text;
    seq += 1;
  }
}

function beginFold(tree: Tree, auditor: Auditor, openings: Fold["openings"]): Fold {
  const book = createBook(auditor.offsetAt);
  const { sha256 } = auditor;
  return {
    auditor,
    sha256,
    tree,
    book,
    origin: "",
    bases: [],
    snapshot: null,
    refused: false,
    repeated: 0,
    skipped: 0,
    forgotten: 0,
    openings,
  };
}

/** What is wrong with the entry, or null; whatever it is, what follows is judged by what is there. */
function auditEntry(fold: Fold, text: string): string | null {
  const found = bodyOf(text);
  if (found === null) return "it is not an entry";
  const recorded = { ...found, at: timeOf(text), seq: fold.tree.size() };
  if (found.kind !== "decision" && found.kind !== "refusal") noteBasis(fold);
  return judgeEntry(fold, text, recorded) ?? takeEntry(fold, text, recorded) ?? limitFinding(fold.book, recorded);
}

function judgeEntry(fold: Fold, text: string, recorded: Recorded): string | null {
  try {
    switch (recorded.kind) {
      case "decision":
      case "refusal":
        return auditDecision(fold, recorded);
      case "genesis":
        fold.origin = (JSON.parse(recorded.body) as { readonly origin: string }).origin;
        return readEntry(text) === null ? "it is not an entry" : null;
      case "statement":
        return statementFinding(fold, recorded);
      case "event_refused":
        return isStatement(recorded)
          ? refusedStatementFinding(fold, recorded)
          : refusalFinding(fold.book, recorded, fold.snapshot);
      case "policy":
      case "policy_refused":
        return auditLoad(fold, text);
      default:
        return readEntry(text) === null ? "it is not an entry" : null;
    }
  } catch (error) {
    return `it cannot be repeated: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isStatement({ body }: Recorded): boolean {
  return (JSON.parse(body) as EventRefusedBody).event.kind === "statement";
}

function takeEntry({ book, sha256 }: Fold, text: string, recorded: Recorded): string | null {
  try {
    book.apply({ ...recorded, hash: entryHash(text, sha256) });
    book.keep();
    return null;
  } catch (error) {
    return error instanceof BookError ? error.message : `it cannot be taken in: ${String(error)}`;
  }
}

interface LoadBody {
  readonly budgets?: unknown;
  readonly settings: Partial<Settings>;
  readonly snapshot?: string;
  readonly sources: readonly PolicyFile[];
}

function auditLoad(fold: Fold, text: string): string | null {
  const entry = readEntry(text);
  if (entry === null) return "it is not an entry";
  fold.refused = entry.kind === "policy_refused";
  if (fold.refused) return null;
  const { budgets = [], settings, snapshot, sources } = entry.body as LoadBody;
  fold.snapshot = fold.auditor.loadPolicies(sources, { settings });
  if (fold.snapshot.hash !== snapshot) return `its policy is ${fold.snapshot.hash}, recorded is ${snapshot}`;
  return canonical(fold.snapshot.budgets) === canonical(budgets) ? null : "its budgets are not those of its policy";
}
