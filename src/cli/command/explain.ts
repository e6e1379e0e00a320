/** `writ explain`: why a call is answered as it is. */

import type { Prepared } from "../../intent/record.ts";
import type { Explanation } from "../../kernel/explain.ts";
import type { Snapshot } from "../../kernel/rule.ts";
import type { LedgerFile } from "../../store/sqlite.ts";
import { jsonOption, toolCall } from "../call.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import type { Given } from "../explain-facts.ts";
import type { Io } from "../io.ts";
import { exitOf } from "../judge.ts";
import { withLedger } from "../ledger-file.ts";
import { type Loaded, loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { explanationText } from "../text/explanation.ts";
import { isMemory, timeOf } from "../time.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const call = await callOf(args);
  const at = timeOf(args, io);
  const loaded = await loadPolicy(args, io);
  printDiagnostics(io, loaded.diagnostics);
  const tell = async (explanation: Explanation): Promise<number> => {
    await print({ args, io }, explanation, explanationText);
    return exitOf(explanation.decision);
  };
  if (isMemory(args) && hasOption(args, "tenant"))
    throw new UsageError("`--tenant` says whose ledger it is: it goes with `--state`", "explain");
  if (isMemory(args)) return tell(await explainEmpty(call, loaded.snapshot, { at, cwd: io.cwd }));
  return withLedger(args, io, async (ledger) => tell(await explainIn(ledger, call, { args, io, loaded })));
};

interface Surroundings {
  readonly at: string;
  /** Where relative paths begin. */
  readonly cwd: string;
}

/** The decision that `check` gives, with the rules behind it; without a policy there are none. */
async function explainEmpty(call: unknown, snapshot: Snapshot | null, { at, cwd }: Surroundings): Promise<Explanation> {
  const [prepared, { emptyFacts }] = await Promise.all([
    preparedCall(call, snapshot, cwd),
    import("../explain-facts.ts"),
  ]);
  return explained(prepared, emptyFacts(prepared, at));
}

interface Asked {
  readonly args: Args;
  readonly io: Io;
  readonly loaded: Loaded;
}

/** The same by what stands in a ledger. */
async function explainIn(ledger: LedgerFile, call: unknown, { args, io, loaded }: Asked): Promise<Explanation> {
  const snapshot = ofLedger(loaded.snapshot, optionOf(args, "tenant"));
  const [prepared, { ledgerFacts }] = await Promise.all([
    preparedCall(call, snapshot, io.cwd),
    import("../explain-facts.ts"),
  ]);
  const given = await ledgerFacts(prepared, { ledger, loaded: { ...loaded, snapshot }, nowMs: io.now() });
  if (given.answered !== null) io.err(`writ: ${given.answered} has answered this call, and answers it again\n`);
  return explained(prepared, given);
}

/** Whose ledger it is, an engine says of each of several. */
function ofLedger(snapshot: Snapshot | null, tenant: string | undefined): Snapshot | null {
  if (snapshot === null || tenant === undefined) return snapshot;
  return { ...snapshot, settings: { ...snapshot.settings, ledger_tenant: tenant } };
}

async function preparedCall(call: unknown, snapshot: Snapshot | null, cwd: string): Promise<Prepared> {
  const [{ receiveValue }, { prepare }, { linkedFiles }, { sha256 }] = await Promise.all([
    import("../../intent/receive.ts"),
    import("../../intent/record.ts"),
    import("../../engine/link.ts"),
    import("#sha256"),
  ]);
  return prepare(receiveValue(call, sha256), { snapshot, resolve: linkedFiles(cwd).resolve, sha256 });
}

async function explained(prepared: Prepared, { facts, decision }: Given): Promise<Explanation> {
  const [{ explanationOf }, { courtOf }, { NO_SNAPSHOT }] = await Promise.all([
    import("../../kernel/explain.ts"),
    import("../../kernel/decide.ts"),
    import("../../intent/record.ts"),
  ]);
  return explanationOf(courtOf(prepared.request, prepared.snapshot ?? NO_SNAPSHOT, facts), decision);
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
