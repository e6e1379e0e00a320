/** B10: processes that ask, approve and resume the same requests, all at once, and are killed: each grant is used once. */

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { type Engine, openEngine } from "../../src/engine.ts";
import { entryHash } from "../../src/ledger/entry.ts";
import { RULES, registerOf, STAFF } from "../approval/office.ts";
import { buildPackage } from "../e2e/built.ts";
import { startServer, type TestServer } from "../postgres/server.mjs";
import { live } from "./life.ts";
import { type AskSums, followAsks } from "./naive-approval.ts";
import { soundEntries } from "./sound.ts";

const LONG = process.env["WRIT_LONG"] === "1";
const PROCESSES = LONG ? 16 : 3;
/** Requests that each process sends, the same ones, and how often it is killed on the way. */
const REQUESTS = LONG ? 60 : 9;
const KILLS = LONG ? 10 : 2;
const LONGEST_MS = 400;

/** A request that is approved and not refused, and none. */
const APPROVED = 3;
const NEVER = -1;

const CHILD = fileURLToPath(new URL("approval-child.mjs", import.meta.url));
const POLICIES = ["policy.toml", "approvers.toml"];

let root = "";
let server: TestServer;
beforeAll(async () => {
  root = buildPackage();
  server = await startServer();
});
afterAll(async () => {
  await server.remove();
  rmSync(root, { recursive: true, force: true });
});

/** All lives of one process: each begins with the request that the last one did not finish. */
async function lives(cwd: string, state: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let life = 0; life <= KILLS; life++) {
    const done = lines.filter((line) => line.startsWith("=")).length;
    const spell = state.startsWith("postgres") ? REQUESTS : 3;
    // The first life ends between an approval and its use, most others anywhere.
    const dies = life === 0 ? APPROVED : NEVER;
    const words = [state, `${done}`, `${REQUESTS}`, `${spell}`, `${dies}`];
    lines.push(
      ...(await live({ root, child: CHILD, cwd }, words, 0 < life && life < KILLS ? Math.random() * LONGEST_MS : null)),
    );
  }
  expect(lines.filter((line) => line.startsWith("="))).toHaveLength(REQUESTS);
  return lines;
}

/** Whoever was killed between grant and use left it to others: it is used now, once, and then never again. */
async function useUp(engine: Engine): Promise<number> {
  const granted = engine.approvals().filter(({ state }) => state === "granted");
  for (let time = 0; time < 2; time++)
    for (const { id } of granted) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => engine.resume(id)));
      expect(answers.filter(({ decision }) => decision === "allow")).toHaveLength(time === 0 ? 1 : 0);
    }
  expect(engine.approvals().filter(({ state }) => state === "granted")).toEqual([]);
  return granted.length;
}

/** acknowledged ⊆ stored; an ask is used up at most once, by whom it was granted, and never after it was refused. */
function compare(texts: readonly string[], lines: readonly string[]): AskSums {
  const sums = followAsks(texts);
  expect(sums.wrong).toEqual([]);
  const said = (what: string) => lines.map((line) => line.split(" ")).filter(([first]) => first === what);
  for (const [, number, seq, hash] of said("!")) {
    const text = texts[Number(seq)] ?? "";
    expect([text.includes(`payee-${number}`), `0x${entryHash(text, sha256)}`]).toEqual([true, hash]);
  }
  // Nobody is told of an allow that another one was told of.
  expect(new Set(said("!").map(([, , seq]) => seq)).size).toBe(said("!").length);
  for (const [, seq, becomes] of said("s")) {
    const { kind, body } = JSON.parse(texts[Number(seq)] ?? "");
    expect([kind, body.becomes]).toEqual(["statement", becomes]);
  }
  return sums;
}

/** The ledger is begun by one of them; the others have its key. */
async function begin(name: string, stateOf: (cwd: string) => string): Promise<readonly [cwd: string, state: string]> {
  const cwd = join(root, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "policy.toml"), RULES);
  writeFileSync(join(cwd, "approvers.toml"), registerOf(STAFF));
  const state = stateOf(cwd);
  await (await openEngine({ policies: POLICIES, state, cwd })).close();
  return [cwd, state];
}

const KINDS = [
  ["postgres", () => server.url("b10")],
  ["sqlite", (cwd: string) => join(cwd, ".writ/state/writ.db")],
] as const;

test.each(KINDS)(
  `B10: what ${PROCESSES} processes approve and use at once on %s is used once, whoever is killed`,
  async (kind, stateOf) => {
    const [cwd, state] = await begin(kind, stateOf);
    const all = Array.from({ length: PROCESSES }, (_, number) => {
      // Each machine has a copy of the key of its own.
      const own = kind === "sqlite" ? cwd : join(root, `${kind}${number}`);
      if (own !== cwd) cpSync(cwd, own, { recursive: true });
      return lives(own, state);
    });
    const lines = (await Promise.all(all)).flat();
    const engine = await openEngine({ policies: POLICIES, state, cwd });
    const left = await useUp(engine);
    await engine.close();
    const texts = await soundEntries(state);
    const { asks, used, refused, repeated } = compare(texts, lines);
    console.log(
      `B10 ${kind}: ${PROCESSES} × ${REQUESTS} requests, ${PROCESSES * KILLS} kills, ${texts.length} entries: ${asks} asks, ` +
        `${used} used once, ${refused} refused, ${left} left between grant and use, ${repeated} statements refused`,
    );
    expect([used >= REQUESTS / 2, repeated > used, refused > 0, left > 0]).toEqual([true, true, true, true]);
  },
  3_600_000,
);
