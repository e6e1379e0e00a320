/** Engines in processes of their own on one PostgreSQL, what they say, and whether the ledger agrees. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { sha256 } from "#sha256";
import { entryHash } from "../../src/ledger/entry.ts";

/** Denials come within two seconds; the rest is this machine's, which does other things too. */
const DENIED_MS = 2500;

const CHILD = fileURLToPath(new URL("engine-child.mjs", import.meta.url));

export interface Node {
  readonly child: ChildProcess;
  readonly lines: () => readonly string[];
}

/** What a node is started with. */
export interface NodeOptions {
  /** A directory with the package as it is built. */
  readonly root: string;
  readonly cwd: string;
  readonly state: string;
  /** One letter, with which the ids of its calls begin. */
  readonly prefix: string;
  readonly callers: number;
}

/** A folder with the policy and, for ledgers that engines of several folders share, the key of another one. */
export function makeFolder(made: string, policy: string, keysOf?: string): string {
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, "policy.toml"), policy);
  if (keysOf !== undefined) cpSync(join(keysOf, ".writ"), join(made, ".writ"), { recursive: true });
  return made;
}

/** Resolves when it has opened the ledger. */
export async function startNode({ root, cwd, state, prefix, callers }: NodeOptions): Promise<Node> {
  const words = [CHILD, join(root, "dist"), cwd, state, prefix, `${callers}`];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  return { child, lines: () => out.split("\n") };
}

/** Lets it finish what it does, and close. */
export async function finish({ child, lines }: Node): Promise<void> {
  const ended = once(child, "close");
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
  expect(lines()).toContain("closed");
}

/** Resolves when so many more lines of a kind have been said: `!` of calls that were recorded, `-` of others. */
export async function hears({ lines, child }: Node, what: "!" | "-", more: number): Promise<void> {
  const said = () => lines().filter((line) => line.startsWith(what)).length;
  const wanted = said() + more;
  while (said() < wanted) await once(child.stdout as NonNullable<typeof child.stdout>, "data");
}

const idOf = (text: string): string | undefined => /\\"id\\":\\"([a-z][\d-]+)\\"/.exec(text)?.[1];

/** acknowledged ⊆ stored ⊆ asked, nothing twice, and each denial in time; gives how many of each there were. */
export function compare(texts: readonly string[], nodes: readonly Node[]): readonly [answered: number, denied: number] {
  const lines = nodes.flatMap((node) => node.lines().map((line) => line.split(" ")));
  const said = (wanted: string) => lines.filter(([what]) => what === wanted);
  const asked = new Set(said("?").map(([, id]) => id));
  const stored = texts.flatMap((text) => idOf(text) ?? []);
  expect(new Set(stored).size).toBe(stored.length);
  expect(stored.filter((id) => !asked.has(id))).toEqual([]);
  for (const [, id, seq, hash] of said("!")) {
    const text = texts[Number(seq)] ?? "";
    expect([idOf(text), `0x${entryHash(text, sha256)}`]).toEqual([id, hash]);
  }
  const events = texts.map((text) => JSON.parse(text)).map(({ kind, body }) => `${kind} ${body.decision}`);
  const happened = new Set(events);
  const told = [...said("c").map(([, id]) => `claim ${id}`), ...said("o").map(([, id]) => `outcome ${id}`)];
  expect(told.filter((one) => !happened.has(one))).toEqual([]);
  const denied = said("-").map(([, , ms]) => Number(ms));
  expect(denied.filter((ms) => ms > DENIED_MS)).toEqual([]);
  return [said("!").length, denied.length];
}
