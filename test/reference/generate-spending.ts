/** Generated cases with budgets: what the request moves, and what stands in the balances. */

import type { Budget } from "../../src/kernel/budget.ts";
import type { WindowFact } from "../../src/kernel/facts.ts";
import { type Choice, once, several } from "./choice.ts";
import { type Case, decisionCase } from "./generate.ts";
import { budget, movement, VALUES } from "./generate-budget.ts";

/** A case of its own kind with up to four budgets, one of which may be an earlier policy's. */
export function spendingCase(choice: Choice): Case {
  const known = decisionCase(choice);
  const budgets = [0, 1, 2].slice(choice(3)).map((place) => budgetWithWarning(choice, `b${place}`));
  const retained = once(choice, 6) ? [budgetWithWarning(choice, "old")] : [];
  const windows = [...budgets, ...retained].flatMap((each) => windowsOf(choice, each));
  return {
    request: {
      ...known.request,
      refusal: once(choice, 3) ? known.request.refusal : null,
      ...(once(choice, 25) ? {} : { movements: several(choice, [0, 3], movement) }),
    },
    snapshot: { ...known.snapshot, budgets },
    facts: {
      ...known.facts,
      ...(once(choice, 20) ? {} : { windows }),
      ...(retained.length === 0 ? {} : { retained }),
    },
  };
}

function budgetWithWarning(choice: Choice, id: string): Budget {
  const made = budget(choice, id);
  return { ...made, limit: String(5 + choice(30)), soft_limit: once(choice, 2) ? String(choice(5)) : null };
}

/** A fact for every balance that can be; now and then one is missing. */
function windowsOf(choice: Choice, { id, per }: Budget): readonly WindowFact[] {
  const keys = per.reduce<string[][]>(
    (all, name) => all.flatMap((tuple) => VALUES[name]!.map((one) => [...tuple, one])),
    [[]],
  );
  return keys
    .filter(() => !once(choice, 25))
    .map((key) => {
      const bounds = { from: null, to: once(choice, 2) ? null : "2026-01-02T00:00:00.000Z" };
      return { budget: id, key: JSON.stringify(key), ...bounds, spent: sum(choice), reserved: sum(choice) };
    });
}

function sum(choice: Choice): string | null {
  return once(choice, 25) ? null : String(choice(900) / 100);
}
