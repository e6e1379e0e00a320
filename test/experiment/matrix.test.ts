/** A7: ledger, key, what was signed last, and policy; each missing, damaged, exchanged or exposed in every way. */

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyFile } from "../../src/engine.ts";
import { makeLedger, openIn, pay, STATE } from "./paying.ts";

const THINGS = ["ledger", "key", "signed", "policy"] as const;
type Thing = (typeof THINGS)[number];

let root = "";
let whole = "";
let other = "";
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), "writ-matrix-"));
  whole = join(root, "whole");
  other = join(root, "other");
  await makeLedger(whole, 3);
  await makeLedger(other, 9);
  fs.writeFileSync(join(other, "policy.toml"), '[[rules]]\naction = "deny"\n');
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function fileOf(cwd: string, thing: Thing): string {
  const key = keyFile(join(cwd, STATE));
  switch (thing) {
    case "ledger":
      return join(cwd, STATE);
    case "key":
      return key;
    case "signed": {
      const keys = join(key, "..");
      return join(keys, fs.readdirSync(keys).find((name) => name.endsWith(".signed")) ?? "");
    }
    case "policy":
      return join(cwd, "policy.toml");
  }
}

const replace = (file: string, make: (file: string) => unknown): void => {
  fs.rmSync(file);
  make(file);
};
const moveAnd = (file: string, make: (moved: string) => unknown): void => {
  fs.renameSync(file, `${file}.moved`);
  make(`${file}.moved`);
};

const isRoot = process.getuid?.() === 0;

/** What is done to a file, given the same file of another ledger. */
type Way = readonly [name: string, spoil: (file: string, others: string) => void];

const OTHERS: Way = ["somebody else's", (file) => fs.chownSync(file, 65_534, 65_534)];

const WAYS: readonly Way[] = [
  ["missing", (file) => fs.rmSync(file)],
  ["empty", (file) => fs.truncateSync(file)],
  ["cut off", (file) => fs.truncateSync(file, Math.floor(fs.statSync(file).size * 0.7))],
  ["not text", (file) => fs.writeFileSync(file, Buffer.alloc(100, 0xff))],
  ["a directory", (file) => replace(file, (name) => fs.mkdirSync(name, 0o700))],
  ["a pipe", (file) => replace(file, (name) => spawnSync("mkfifo", ["-m", "600", name]))],
  ["a link to nothing", (file) => replace(file, (name) => fs.symlinkSync(`${name}.gone`, name))],
  ["a link to itself", (file) => replace(file, (name) => fs.symlinkSync(name, name))],
  ["a link to the file", (file) => moveAnd(file, (moved) => fs.symlinkSync(moved, file))],
  ["another's", (file, others) => fs.copyFileSync(others, file)],
  ["readable by all", (file) => fs.chmodSync(file, 0o644)],
  ["writable by all", (file) => fs.chmodSync(file, 0o666)],
  ["read-only", (file) => fs.chmodSync(file, 0o400)],
  ...(isRoot ? [OTHERS] : []),
];

/** What is no harm: an administrator may keep a ledger and policies where, and with whom, they please. */
const SERVED: Readonly<Record<Thing, readonly string[]>> = {
  ledger: ["a link to the file", "readable by all", "writable by all", "somebody else's"],
  key: ["read-only"],
  signed: ["read-only"],
  policy: ["a link to the file", "readable by all", "writable by all", "read-only", "somebody else's"],
};

async function outcome(cwd: string): Promise<string> {
  try {
    const engine = await openIn(cwd);
    const answer = await pay(engine, "after");
    await engine.close();
    return answer.decision === "allow" ? "allow" : `${answer.decision} ${answer.deny_code}`;
  } catch (error) {
    return `${(error as Error).name} ${(error as { readonly code?: string }).code}`;
  }
}

// A policy that is cut off between two tables is another policy: only its hash, in each entry, tells of that.
describe.each(THINGS)("A7: a %s", (thing) => {
  test.each(WAYS)("that is %s leads to an allow only where that is no harm", async (way, spoil) => {
    const cwd = join(root, `${thing} ${way}`);
    fs.cpSync(whole, cwd, { recursive: true });
    spoil(fileOf(cwd, thing), fileOf(other, thing));
    const got = await outcome(cwd);
    if (SERVED[thing].includes(way)) expect(got).toBe("allow");
    // Root may write what is read-only.
    else if (thing === "ledger" && way === "read-only" && isRoot) expect(got).toBe("allow");
    else expect(got).toMatch(/^(?:deny policy\.|(?:StoreError|KeyError) [a-z_]+$)/);
  });
});
