/** What an entry besides decisions is about, in a few words, for people. */

/** The subject, and why, or what came of it. */
export type Told = readonly [subject: string, why: string];

type Fields = { readonly [name: string]: unknown };

/** A row a kind of entry; bodies are read loosely, for `writ ledger verify` says whether they are right. */
const ROWS: Readonly<Record<string, (body: Fields) => Told>> = {
  genesis: ({ origin }) => [word(origin), ""],
  policy: ({ sources }) => [namesOf(sources), ""],
  policy_refused: ({ sources, diagnostics }) => [namesOf(sources), word(fieldsOf(listOf(diagnostics)[0])["message"])],
  statement: ({ signed, becomes }) => statementOf(fieldsOf(fieldsOf(signed)["statement"]), becomes),
  claim: ({ decision }) => [word(decision), ""],
  outcome: ({ decision, status, overruns }) => [
    `${word(decision)} ${word(status)}`,
    listOf(overruns).length > 0 ? "more moved than was left" : "",
  ],
  release: ({ decision, reason, evidence }) => [`${word(decision)} ${word(reason)}`, word(evidence)],
  freeze: ({ frozen, scope, reason, until }) => [
    `${frozen === false ? "lifted: " : ""}${scopeOf(fieldsOf(scope))}${word(until) && ` until ${word(until)}`}`,
    word(reason),
  ],
  clock_jump: ({ expected, read }) => [`expected ${word(expected)}`, `the clock said ${word(read) || "nothing"}`],
  clock_confirm: ({ read, reason }) => [word(read), word(reason)],
  event_refused: ({ event, code, detail }) => [refusedOf(fieldsOf(event)), `${word(code)}: ${word(detail)}`],
};

/** Nothing for a decision, and for a kind that is not known here. */
export function eventTold(kind: string, body: unknown): Told {
  return (Object.hasOwn(ROWS, kind) ? ROWS[kind]?.(fieldsOf(body)) : undefined) ?? ["", ""];
}

function statementOf({ approver, says, reason }: Fields, becomes: unknown): Told {
  const subject = `${word(fieldsOf(approver)["person"])} says ${word(says)}: ${word(becomes)}`;
  return [subject, word(reason)];
}

/** What a freeze is about. */
export function scopeOf({ kind, id }: Fields): string {
  return kind === "all" ? "everything" : `${word(kind)} ${word(id)}`;
}

function refusedOf({ kind, body }: Fields): string {
  return `${word(kind)} ${word(fieldsOf(body)["decision"])}`.trim();
}

function namesOf(sources: unknown): string {
  return listOf(sources)
    .map((source) => word(fieldsOf(source)["name"]))
    .join(", ");
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}
