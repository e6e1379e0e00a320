/** One line from a peer, of bounded length, in bounded time. */

import type { Socket } from "node:net";

export type Line = Uint8Array;

const MAX_BYTES = 65_536;
const MAX_MS = 10_000;

const NEWLINE = 0x0a;

/** Resolves with what stands before the first line feed; null, and the peer is cut off, when it does not come. */
export function readLine(socket: Socket): Promise<Line | null> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    const end = (line: Line | null): void => {
      clearTimeout(timer);
      socket.off("data", take).off("close", lost);
      if (line === null) socket.destroy();
      done(line);
    };
    const lost = (): void => end(null);
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      const at = all.indexOf(NEWLINE);
      if (at >= 0) end(at <= MAX_BYTES ? all.subarray(0, at) : null);
      else if (all.length > MAX_BYTES) end(null);
    };
    const timer = setTimeout(lost, MAX_MS).unref();
    socket.on("data", take).on("close", lost);
  });
}
