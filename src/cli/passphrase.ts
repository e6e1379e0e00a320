/** Asks a person at a terminal, without showing what is typed. Never reads a command line or a variable. */

import { readSync } from "node:fs";
import process from "node:process";
import { type Args, optionOf } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

const SHORTEST = 12;
const LONGEST_BYTES = 1024;

/** The passphrase of a key that exists. */
export function askPassphrase(args: Args, io: Io, what: string): Promise<string> {
  const descriptor = optionOf(args, "passphrase-fd");
  if (descriptor !== undefined) return Promise.resolve(readDescriptor(args, descriptor));
  if (process.stdin.isTTY !== true)
    throw new UsageError("a passphrase is typed at a terminal, or read from `--passphrase-fd N`", args.command.name);
  return typed(io, `passphrase of ${what}: `);
}

/** A new passphrase, typed twice. */
export async function askNewPassphrase(args: Args, io: Io, what: string): Promise<string> {
  const first = await askPassphrase(args, io, what);
  if ([...first].length < SHORTEST)
    throw new UsageError(`a passphrase has at least ${SHORTEST} characters`, args.command.name);
  if (optionOf(args, "passphrase-fd") !== undefined) return first;
  if ((await typed(io, "the same again: ")) === first) return first;
  throw new UsageError("the two passphrases differ", args.command.name);
}

/** The first line. */
function readDescriptor(args: Args, descriptor: string): string {
  if (!/^\d{1,4}$/.test(descriptor))
    throw new UsageError("`--passphrase-fd` is the number of an open file", args.command.name);
  const bytes = Buffer.alloc(LONGEST_BYTES);
  let length = 0;
  try {
    for (let read = 1; read > 0 && length < bytes.length && !bytes.subarray(0, length).includes(0x0a); length += read)
      read = readSync(Number(descriptor), bytes, length, bytes.length - length, null);
  } catch {
    throw new UsageError(`nothing can be read from file descriptor ${descriptor}`, args.command.name);
  }
  return bytes.subarray(0, length).toString("utf8").split("\n")[0] ?? "";
}

const ENTER = /[\r\n]/;
const [INTERRUPT, END, ERASE] = ["\u0003", "\u0004", /[\b\u007f]/] as const;

/** In raw mode nothing is echoed, and the keys of the terminal are ours to read. */
function typed(io: Io, prompt: string): Promise<string> {
  const { stdin } = process;
  io.err(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  stdin.resume();
  return new Promise((resolve, reject) => {
    let text = "";
    const finish = (end: () => void): void => {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
      io.err("\n");
      end();
    };
    const onData = (chunk: string): void => {
      for (const key of chunk) {
        if (key === INTERRUPT || key === END) finish(() => reject(new UsageError("nothing was typed")));
        else if (ENTER.test(key)) finish(() => resolve(text));
        else text = ERASE.test(key) ? [...text].slice(0, -1).join("") : text + key;
      }
    };
    stdin.on("data", onData);
  });
}
