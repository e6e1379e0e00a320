/** `writ decide`: calls in, decisions out, one JSON document a line. */

import { createReadStream } from "node:fs";
import { access, constants } from "node:fs/promises";
import { resolve } from "node:path";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { inOrder } from "../in-order.ts";
import type { Io } from "../io.ts";
import { openJudge } from "../judge.ts";
import { lines } from "../ndjson.ts";
import { jsonLine } from "../print.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const files = args.positionals.length === 0 ? ["-"] : args.positionals;
  await checkReadable(files, io);
  const judge = await openJudge(args, io);
  try {
    await inOrder(allLines(files, io), {
      answer: (line) => judge.decideText(line),
      emit: (answer) => io.out(jsonLine(answer)),
    });
  } finally {
    await judge.close();
  }
  return judge.sound ? EXIT.ok : EXIT.invalidPolicy;
};

async function checkReadable(files: readonly string[], io: Io): Promise<void> {
  for (const file of files) {
    if (file === "-") continue;
    await access(resolve(io.cwd, file), constants.R_OK).catch(() => {
      throw new UsageError(`\`${file}\` cannot be read`, "decide");
    });
  }
}

/** Each file has lines of its own: the last line of one does not run into the next. */
async function* allLines(files: readonly string[], io: Io): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    if (io.stop.aborted) return;
    yield* lines(file === "-" ? io.input() : bytesOf(resolve(io.cwd, file), io.stop), io.stop);
  }
}

async function* bytesOf(path: string, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
