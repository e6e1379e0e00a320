/** What a ledger's entries say of its asks, followed as a reader with a pencil would: two of three have to approve. */

export interface AskSums {
  readonly asks: number;
  readonly used: number;
  readonly refused: number;
  /** Statements that were sent in vain. */
  readonly repeated: number;
  /** Whatever must not be, in words. */
  readonly wrong: readonly string[];
}

interface Ask {
  readonly request: string;
  readonly approving: Set<string>;
  end: "used" | "refused" | null;
}

const QUORUM = 2;

export function followAsks(texts: readonly string[]): AskSums {
  const asks = new Map<string, Ask>();
  const wrong: string[] = [];
  let repeated = 0;
  let prev: string | null = null;
  for (const text of texts) {
    const entry = JSON.parse(text);
    // The hash of an entry is what the next one says it is.
    if (prev !== null) open(asks, prev, entry.prev);
    prev = text;
    if (entry.kind === "statement") state(asks, entry, wrong);
    if (entry.kind === "event_refused") repeated += 1;
    if (entry.kind === "decision" && entry.body.decision.decision === "allow") use(asks, entry, wrong);
  }
  const ended = (how: Ask["end"]) => [...asks.values()].filter(({ end }) => end === how).length;
  return { asks: asks.size, used: ended("used"), refused: ended("refused"), repeated, wrong };
}

function open(asks: Map<string, Ask>, text: string, hash: string): void {
  const { kind, body } = JSON.parse(text);
  if (kind !== "decision" || body.shown === undefined) return;
  asks.set(`0x${hash}`, { request: body.request_hash, approving: new Set(), end: null });
}

interface Entry {
  readonly seq: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the text says.
  readonly body: any;
}

function state(asks: Map<string, Ask>, { seq, body }: Entry, wrong: string[]): void {
  const { approver, says, ask: hash } = body.signed.statement;
  const ask = asks.get(hash);
  if (ask === undefined) return void wrong.push(`${seq} is about no ask`);
  if (ask.end !== null) wrong.push(`${seq} is about an ask that was ${ask.end}`);
  if (says === "approve" && ask.approving.has(approver.person)) wrong.push(`${seq} was said before`);
  if (says === "approve") ask.approving.add(approver.person);
  else ask.approving.delete(approver.person);
  if (says === "refuse") ask.end = "refused";
  const becomes = ask.end === "refused" ? "refused" : ask.approving.size >= QUORUM ? "granted" : "pending";
  if (body.becomes !== becomes) wrong.push(`${seq} becomes ${body.becomes}, not ${becomes}`);
}

function use(asks: Map<string, Ask>, { seq, body }: Entry, wrong: string[]): void {
  const used = body.uses?.approval?.asks ?? [];
  if (used.length !== 1) wrong.push(`${seq} is allowed by ${used.length} asks`);
  for (const { ask: hash, becomes } of used) {
    const ask = asks.get(hash);
    if (ask?.end !== null) wrong.push(`${seq} uses an ask that is ${ask?.end ?? "unknown"}`);
    else if (ask.approving.size < QUORUM) wrong.push(`${seq} uses an ask that ${ask.approving.size} approved`);
    else if (ask.request !== body.request_hash) wrong.push(`${seq} uses the ask of another request`);
    if (becomes !== "consumed") wrong.push(`${seq} leaves its ask ${becomes}`);
    if (ask !== undefined) ask.end = "used";
  }
}
