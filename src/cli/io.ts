/** What a command may touch of the world: handed in, so that tests run commands in their own process. */

import process from "node:process";

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True when results go to a person's terminal. */
  readonly terminal: boolean;
  /** Directory of the machine's own policies, which are always loaded. */
  readonly systemPolicies: string;
  /** Aborted by an interrupt, and when nobody reads the results any more. */
  readonly stop: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly input: () => AsyncIterable<Uint8Array>;
  /** Results. Resolves when more may be written. */
  readonly out: (text: string) => Promise<void>;
  /** Chatter. */
  readonly err: (text: string) => void;
}

/** Why `stop` was aborted. */
export type StopReason = "interrupted" | "closed";

/** The process as an Io. */
export function processIo(): Io {
  const stop = new AbortController();
  onInterrupt(stop);
  return {
    cwd: process.cwd(),
    env: process.env,
    terminal: process.stdout.isTTY === true,
    systemPolicies: "/etc/writ",
    stop: stop.signal,
    now: Date.now,
    input: () => stdin(stop.signal),
    out: writerOf(stop),
    err: silentWriter(),
  };
}

/** The first interrupt lets a command finish what it has begun; a second one does not. */
function onInterrupt(stop: AbortController): void {
  process.once("SIGINT", () => {
    stop.abort("interrupted" satisfies StopReason);
    process.once("SIGINT", () => process.exit(130));
  });
}

async function* stdin(stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const close = () => process.stdin.destroy();
  stop.addEventListener("abort", close, { once: true });
  try {
    if (!stop.aborted) yield* process.stdin;
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    close();
  }
}

/**
 * What is written in one turn of the event loop goes out in one piece. A closed pipe is not an error: whoever reads
 * has seen enough.
 */
function writerOf(stop: AbortController): Io["out"] {
  const { stdout } = process;
  let corked = false;
  const uncork = (): void => {
    corked = false;
    stdout.uncork();
  };
  stdout.on("error", (error) => onWriteError(stop, error));
  return (text) => {
    if (stop.signal.reason === ("closed" satisfies StopReason)) return Promise.resolve();
    if (!corked) {
      corked = true;
      stdout.cork();
      setImmediate(uncork);
    }
    // The callback is also called when the write fails, so that nobody waits for a pipe that is closed.
    return new Promise((resolve) => {
      if (stdout.write(text, () => resolve())) resolve();
    });
  };
}

function onWriteError(stop: AbortController, error: Error & { code?: string }): void {
  if (error.code !== "EPIPE") throw error;
  stop.abort("closed" satisfies StopReason);
}

/** Chatter that nobody can hear is lost. */
function silentWriter(): Io["err"] {
  process.stderr.on("error", () => {});
  return (text) => void process.stderr.write(text);
}
