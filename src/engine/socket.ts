/** Where an engine that writes a ledger file can be spoken to: a socket beside the file, for its owner only. */

import { randomBytes } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { relative } from "node:path";
import { canonical } from "../kernel/canonical.ts";
import { parseJson } from "../kernel/json.ts";
import { carryOut, type Desk, type Heard, type OrderResult, refusal } from "./order.ts";
import { type Line, readLine } from "./socket-line.ts";

/** The ledger that is served. */
export interface Served {
  readonly desk: Desk;
  readonly origin: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Longest name of a socket that every system takes, in bytes. */
const MAX_NAME = 100;

const IS_WINDOWS = process.platform === "win32";

/**
 * The name under which the engine of a ledger file, an absolute path, is reached from `cwd`; null when none is
 * short enough.
 */
export function socketName(file: string, cwd: string = process.cwd()): string | null {
  if (IS_WINDOWS) return `\\\\.\\pipe\\writ-${file.replace(/[^A-Za-z0-9]/g, "-")}`;
  const names = [`${file}.sock`, relative(cwd, `${file}.sock`)];
  return names.find((name) => Buffer.byteLength(name) <= MAX_NAME) ?? null;
}

/**
 * Listens until it is closed, without keeping the process alive. INVARIANT: the caller writes the ledger alone, so that a
 * socket that is there already is of an engine that is gone. Rejects when the system refuses.
 */
export async function listenBeside(file: string, served: Served): Promise<{ close(): Promise<void> }> {
  const name = socketName(file);
  if (name === null) throw new Error(`the name \`${file}.sock\` is too long for a socket`);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Who goes away in the middle is told nothing.
    socket.on("error", () => socket.destroy());
    void converse(socket, served);
  });
  server.maxConnections = 16;
  server.unref();
  if (!IS_WINDOWS) rmSync(name, { force: true });
  await listening(server, name);
  if (!IS_WINDOWS) chmodSync(name, 0o600);
  return {
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function listening(server: Server, name: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(name, () => {
      server.off("error", fail);
      done();
    });
  });
}

async function converse(socket: Socket, { desk, origin, publicKey }: Served): Promise<void> {
  const of = { origin, challenge: randomBytes(32).toString("hex") };
  socket.write(`${canonical({ ...of, v: 1 })}\n`);
  const line = await readLine(socket);
  if (line !== null) socket.end(`${canonical(await resultOf(line, { desk, of, publicKey }))}\n`);
}

async function resultOf(line: Line, at: Heard): Promise<OrderResult> {
  try {
    return await carryOut(parseJson(line), at);
  } catch (error) {
    return refusal("control.malformed", error instanceof Error ? error.message : "unknown");
  }
}
