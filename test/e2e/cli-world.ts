/** A directory of its own, and the command line run in this process. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/run.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly root: string;
  readonly write: (path: string, text: string | Uint8Array) => string;
  readonly run: (words: readonly string[], over?: Partial<Io> & { readonly stdin?: string }) => Promise<Ran>;
  readonly remove: () => void;
}

/** 2026-11-20T12:00:00Z. */
const NOW_MS = 1_795_176_000_000;

export function makeWorld(): World {
  const root = mkdtempSync(join(tmpdir(), "writ-cli-"));
  return {
    root,
    write: (path, text) => {
      const full = join(root, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    run: (words, over = {}) => runIn(root, words, over),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function runIn(root: string, words: readonly string[], over: Parameters<World["run"]>[1]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(words, {
    cwd: root,
    env: {},
    terminal: false,
    systemPolicies: join(root, "no-system-policies"),
    stop: new AbortController().signal,
    now: () => NOW_MS,
    input: async function* () {
      yield new TextEncoder().encode(over?.stdin ?? "");
    },
    out: async (text) => void out.push(text),
    err: (text) => void err.push(text),
    ...over,
  });
  return { code, out: out.join(""), err: err.join("") };
}
