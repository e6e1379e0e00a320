/** Who answers the calls of a command: the engine where there is a ledger, its decisions alone where there is none. */

import { resolve } from "node:path";
import type { Received } from "../intent/receive.ts";
import type { Answer, Decision } from "../kernel/decision.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { type Args, hasOption, optionOf } from "./command.ts";
import { EXIT, EXIT_OF } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { type Loaded, loadPolicy } from "./policy.ts";
import { printDiagnostics } from "./print.ts";
import { isMemory, timeOf } from "./time.ts";

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
  const loaded = await loadPolicy(args, io);
  printDiagnostics(io, loaded.diagnostics);
  if (!isMemory(args)) return engineJudge(args, io, loaded);
  const fixed = hasOption(args, "at");
  return unrecordedJudge(loaded.snapshot, { cwd: io.cwd, now: () => (fixed ? at : timeOf(args, io)) });
}

/** The exit code of one answer. */
export function exitOf({ deny_code, decision }: Pick<Decision, "deny_code" | "decision">): number {
  return deny_code === "policy.invalid" ? EXIT.invalidPolicy : EXIT_OF[decision];
}

async function engineJudge(args: Args, io: Io, { sources }: Loaded): Promise<Judge> {
  const { openEngine } = await import("../engine.ts");
  const state = resolve(io.cwd, optionOf(args, "state") ?? "");
  const engine = await openEngine({ policies: sources, state, cwd: io.cwd });
  return {
    sound: engine.snapshot !== null,
    decide: (call) => engine.decide(call),
    decideText: (text) => engine.decideText(text),
    close: () => engine.close(),
  };
}

interface Surroundings {
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly now: () => string;
}

/** Decides exactly as an engine does, and records nothing: of a stream of any length, nothing stays in memory. */
async function unrecordedJudge(snapshot: Snapshot | null, { cwd, now }: Surroundings): Promise<Judge> {
  const [{ receiveText, receiveValue }, { decidePrepared, prepare, textField }, { linkedFiles }, { sha256 }] =
    await Promise.all([
      import("../intent/receive.ts"),
      import("../intent/record.ts"),
      import("../engine/link.ts"),
      import("#sha256"),
    ]);
  const { resolve: follow } = linkedFiles(cwd);
  const answer = (received: Received): Answer => {
    const prepared = prepare(received, { snapshot, resolve: follow, sha256 });
    const decision = decidePrepared(prepared, { at: prepared.at ?? now() }, "given");
    const call_id = textField(received.call, "id");
    return { id: null, call_id, ...decision, reservations: [], request_hash: prepared.request_hash, entry: null };
  };
  return {
    sound: snapshot !== null,
    decide: async (call) => answer(receiveValue(call, sha256)),
    decideText: async (text) => answer(receiveText(text, sha256)),
    close: async () => {},
  };
}
