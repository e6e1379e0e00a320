/** Who answers the calls of a command: an engine, on the ledger that `--state` names or on one that is forgotten. */

import type { Answer, Decision } from "../kernel/decision.ts";
import { type Args, hasOption, optionOf } from "./command.ts";
import { EXIT, EXIT_OF } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { loadPolicy } from "./policy.ts";
import { printDiagnostics } from "./print.ts";
import { clockOption, isMemory, timeOf } from "./time.ts";

export interface Judge {
  /** False when every call is denied because of the policy. */
  readonly sound: boolean;
  readonly decide: (call: unknown) => Promise<Answer>;
  /** One JSON document; what is none is denied. */
  readonly decideText: (text: Uint8Array) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** Loads the policy, says what is wrong with it, and opens the state that `--state` names. */
export async function openJudge(args: Args, io: Io): Promise<Judge> {
  const at = timeOf(args, io);
  const { sources, snapshot, diagnostics } = await loadPolicy(args, io);
  printDiagnostics(io, diagnostics);
  const { openEngine } = await import("../engine.ts");
  const state = optionOf(args, "state") ?? "memory";
  const key = optionOf(args, "key");
  const engine = await openEngine({
    policies: isMemory(args) ? { ...sources, diagnostics, snapshot } : sources,
    state,
    // Of a stream of any length, nothing stays in memory.
    history: "forgotten",
    cwd: io.cwd,
    ...clockOption(io, state),
    ...(key === undefined ? {} : { key }),
    ...(hasOption(args, "at") ? { at } : {}),
  });
  return {
    sound: engine.snapshot !== null,
    decide: (call) => engine.decide(call),
    decideText: (text) => engine.decideText(text),
    close: () => engine.close(),
  };
}

/** The exit code of one answer. */
export function exitOf({ deny_code, decision }: Pick<Decision, "deny_code" | "decision">): number {
  return deny_code === "policy.invalid" ? EXIT.invalidPolicy : EXIT_OF[decision];
}
