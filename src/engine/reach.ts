/** An engine that can be spoken to from other processes, while it is open. */

import type { Diagnostic } from "../kernel/diagnostic.ts";
import type { Engine } from "./engine.ts";
import type { Served } from "./socket.ts";

export interface Reached extends Omit<Served, "desk"> {
  /** The ledger, an absolute path. */
  readonly file: string;
  /** Told when nobody else can speak to it. */
  readonly warn: ((diagnostic: Diagnostic) => void) | undefined;
}

export async function reachable(engine: Engine, { file, warn, ...served }: Reached): Promise<Engine> {
  // Nothing else needs the network.
  const { listenBeside } = await import("./socket.ts");
  try {
    const socket = await listenBeside(file, { ...served, desk: engine });
    const closeEngine = engine.close;
    return Object.assign(engine, { close: () => socket.close().then(closeEngine) });
  } catch (error) {
    warn?.(unreached(file, error));
    return engine;
  }
}

function unreached(file: string, error: unknown): Diagnostic {
  const message = `no other process can speak to this engine: ${error instanceof Error ? error.message : "unknown"}`;
  const help = "freeze and approve from the program that runs it";
  return { severity: "warning", code: "engine.unreached", message, file, line: 0, column: 0, help };
}
