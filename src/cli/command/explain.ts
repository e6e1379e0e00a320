/** `writ explain`: why a call is answered as it is. */

import type { Explanation } from "../../kernel/explain.ts";
import type { Snapshot } from "../../kernel/rule.ts";
import { jsonOption, toolCall } from "../call.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { exitOf } from "../judge.ts";
import { loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { explanationText } from "../text/explanation.ts";
import { timeOf } from "../time.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const call = await callOf(args);
  const at = timeOf(args, io);
  const { snapshot, diagnostics } = await loadPolicy(args, io);
  printDiagnostics(io, diagnostics);
  const explanation = await explainCall(call, snapshot, { at, cwd: io.cwd });
  await print({ args, io }, explanation, explanationText);
  return exitOf(explanation.decision);
};

interface Surroundings {
  readonly at: string;
  /** Where relative paths begin. */
  readonly cwd: string;
}

/** The decision that `check` gives, with the rules behind it; without a policy there are none. */
async function explainCall(call: unknown, snapshot: Snapshot | null, { at, cwd }: Surroundings): Promise<Explanation> {
  const [explaining, { courtOf }, { receiveValue }, recording, { linkedFiles }, { sha256 }, { unspent }] =
    await Promise.all([
      import("../../kernel/explain.ts"),
      import("../../kernel/decide.ts"),
      import("../../intent/receive.ts"),
      import("../../intent/record.ts"),
      import("../../engine/link.ts"),
      import("#sha256"),
      import("../../kernel/budget-fact.ts"),
    ]);
  const { decidePrepared, NO_SNAPSHOT, prepare } = recording;
  const prepared = prepare(receiveValue(call, sha256), { snapshot, resolve: linkedFiles(cwd).resolve, sha256 });
  const under = snapshot ?? NO_SNAPSHOT;
  const windows = unspent(prepared.request, under.budgets);
  const facts = { at: prepared.at ?? at, nonce: "free", windows } as const;
  const court = courtOf(prepared.request, under, facts);
  return explaining.explanationOf(court, decidePrepared(prepared, facts, "given"));
}

const ACCESS_OPTIONS: readonly string[] = ["action", "resource", "context"];

/** One of three ways to say what is asked: a whole call, an access question, a tool with its arguments. */
async function callOf(args: Args): Promise<unknown> {
  const access = ACCESS_OPTIONS.some((name) => hasOption(args, name));
  const ways = [hasOption(args, "call"), access, args.positionals.length > 0].filter((way) => way);
  if (ways.length !== 1) {
    throw new UsageError("say it one way: `TOOL [ARG…]`, `--action` with `--resource`, or `--call JSON`", "explain");
  }
  if (hasOption(args, "call")) return jsonOption(args, "call");
  return access ? accessCall(args) : toolCall(args);
}

async function accessCall(args: Args): Promise<unknown> {
  const [action, resource] = ["action", "resource"].map((name) => optionOf(args, name));
  if (action === undefined || resource === undefined) {
    throw new UsageError("`--action` and `--resource` go together", "explain");
  }
  const context = hasOption(args, "context") ? { context: await jsonOption(args, "context") } : {};
  const optional = ["principal", "session"].flatMap((name) => {
    const value = optionOf(args, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { kind: "access", action, resource, ...context, ...Object.fromEntries(optional) };
}
