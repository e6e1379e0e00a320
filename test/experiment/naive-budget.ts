/** What a ledger's entries say of one budget in USD, added up as a reader with a pencil would. */

export interface Sums {
  /** In cents: what is promised or under way, what moved, and the most that any prefix held in one window. */
  readonly open: number;
  readonly spent: number;
  readonly most: number;
  /** Claims and outcomes as `claim d-7` and `executed d-7`, in order. */
  readonly events: readonly string[];
}

interface Spent {
  readonly at: number;
  readonly cents: number;
}

/** Looks through everything at each entry; `windowMs` is the length of a rolling window. */
export function addUp(texts: readonly string[], windowMs: number): Sums {
  const open = new Map<string, number>();
  const claimed = new Map<string, number>();
  const spent: Spent[] = [];
  const events: string[] = [];
  let most = 0;
  for (const text of texts) {
    const { kind, seq, at, body } = JSON.parse(text);
    const now = Date.parse(at);
    if (kind === "decision" && body.reservation !== undefined)
      open.set(`d-${seq}`, centsOf(body.reservation.movements));
    if (kind === "claim") claimed.set(body.decision, now);
    if (body.status === "executed") {
      spent.push({ at: claimed.get(body.decision) ?? Number.NaN, cents: centsOf(body.movements) });
    }
    if (kind === "release" || kind === "outcome") open.delete(body.decision);
    if (kind === "claim" || kind === "outcome") events.push(`${body.status ?? kind} ${body.decision}`);
    const recent = spent.filter((one) => one.at > now - windowMs);
    most = Math.max(most, sum([...open.values()]) + sum(recent.map(({ cents }) => cents)));
  }
  return { open: sum([...open.values()]), spent: sum(spent.map(({ cents }) => cents)), most, events };
}

/** Amounts in these ledgers have at most two digits behind the point. */
export const cents = (amount: string): number => Math.round(Number(amount) * 100);

/** A tool call moves nothing. */
function centsOf(movements: readonly { readonly amounts: { readonly USD: string } | null }[]): number {
  return sum(movements.map(({ amounts }) => cents(amounts?.USD ?? "0")));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
