/** A4, A9, A10: a full disk; a ledger that is opened twice, copied, or taken back to an old backup. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeWorld, type World } from "../e2e/cli-world.ts";
import { makeLedger, openIn, pay, STATE } from "./paying.ts";
import { soundEntries } from "./sound.ts";

let world: World;
let here = "";
beforeEach(async () => {
  world = makeWorld();
  here = join(world.root, "here");
  await makeLedger(here, 3);
});
afterEach(() => world.remove());

/** Goes on with a ledger; gives its checkpoint. */
async function goOn(cwd: string, id: string): Promise<string> {
  const engine = await openIn(cwd);
  expect(await pay(engine, id)).toMatchObject({ decision: "allow" });
  const note = (await engine.checkpoint()) ?? "";
  await engine.close();
  return note;
}

const verify = (cwd: string, note: string) => {
  writeFileSync(join(cwd, "other.note"), note);
  return world.run(["ledger", "verify", "--checkpoint", "other.note"], { cwd });
};

describe("A9: a ledger with two writers", () => {
  test("has one: the second is refused by name while the first goes on", async () => {
    const engine = await openIn(here);
    await expect(openIn(here)).rejects.toMatchObject({ name: "StoreError", code: "locked" });
    expect(await world.run(["check", "--state", STATE, "read_file", "a"], { cwd: here })).toMatchObject({ code: 70 });
    expect(await pay(engine, "on")).toMatchObject({ decision: "allow" });
    await engine.close();
    await soundEntries(join(here, STATE));
  });

  test("that are copies with their keys: the fork is found by the checkpoint of the other, exit 5", async () => {
    const there = join(world.root, "there");
    cpSync(here, there, { recursive: true });
    const notes = [await goOn(here, "a"), await goOn(there, "b")];
    expect((await verify(here, notes[0] ?? "")).code).toBe(0);
    for (const [cwd, note] of [
      [here, notes[1]],
      [there, notes[0]],
    ]) {
      const { code, out } = await verify(cwd ?? "", note ?? "");
      expect([code, out]).toEqual([5, expect.stringContaining("are not those of the checkpoint at that size")]);
    }
  });
});

describe("A10: an old backup in the place of the ledger", () => {
  test("is refused, for what was signed last is kept beside the key", async () => {
    const state = join(here, ".writ/state");
    cpSync(state, join(world.root, "backup"), { recursive: true });
    await goOn(here, "later");
    rmSync(state, { recursive: true });
    renameSync(join(world.root, "backup"), state);
    await expect(openIn(here)).rejects.toMatchObject({ name: "StoreError", code: "rolled_back" });
  });

  test("with an old key directory too is found by a checkpoint kept elsewhere", async () => {
    const old = join(world.root, "old");
    cpSync(here, old, { recursive: true });
    const note = await goOn(here, "later");
    expect((await verify(old, note)).code).toBe(5);
  });
});

/** A file system of two megabytes; null where none may be made. */
function smallDisk(): string | null {
  const at = mkdtempSync(join(tmpdir(), "writ-full-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "writ", at]).status === 0) return at;
  rmSync(at, { recursive: true });
  console.log("A4 is not run: no file system may be mounted here");
  return null;
}

describe("A4: a full disk", () => {
  const disk = smallDisk();

  test.skipIf(disk === null)("denies from the first failure on, and serves again when there is room", async () => {
    const at = disk ?? "";
    try {
      const cwd = join(at, "ledger");
      await makeLedger(cwd, 1);
      // A minute goes by between any two calls, so that it tries again at each.
      let now = Date.now();
      const engine = await openIn(cwd, { now: () => (now += 60_000) });
      const ballast = join(at, "ballast");
      writeFileSync(ballast, new Uint8Array(statfsSync(at).bavail * 4096 - 150_000));
      const answers: string[] = [];
      for (let i = 0; i < 60; i++) {
        const { decision, entry, deny_code } = await pay(engine, `f-${i}`);
        answers.push(entry === null ? `${decision} ${deny_code}` : decision);
      }
      const first = answers.findIndex((answer) => answer !== "allow");
      expect(first).toBeGreaterThan(0);
      expect(answers.slice(first).filter((answer) => !answer.startsWith("deny engine."))).toEqual([]);
      rmSync(ballast);
      expect(await pay(engine, "room")).toMatchObject({ decision: "allow" });
      await engine.close();
      const stored = (await soundEntries(join(cwd, STATE))).filter((text) => text.includes('"kind":"decision"'));
      console.log(
        `A4: ${first} allowed, then ${new Set(answers.slice(first)).size} kinds of denial: ${answers[first]}`,
      );
      expect(stored.length).toBeGreaterThanOrEqual(first + 2);
      expect(stored.length).toBeLessThanOrEqual(answers.length + 2);
    } finally {
      // Connections of this process may outlive their closing.
      spawnSync("umount", ["-l", at]);
      rmSync(at, { recursive: true, force: true });
    }
  });
});
