import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "#sha256";
import { verifyEd25519 } from "../../src/engine/key-ed25519.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { openEngine } from "../../src/engine.ts";
import { loadPolicies } from "../../src/index.ts";
import { entryHash } from "../../src/ledger/entry.ts";
import { auditLedger } from "../../src/proof/audit.ts";
import { readLedgerFile } from "../../src/store/sqlite.ts";
import { buildPackage } from "./built.ts";

/** Ledgers, and how often each is killed and goes on. */
const LEDGERS = process.env["WRIT_LONG"] === "1" ? 100 : 10;
const CYCLES = 10;
const LONGEST_MS = 150;

const CHILD = fileURLToPath(new URL("crash-child.mjs", import.meta.url));
const LIMIT = 150;
const POLICY = `
[[rules]]
action = "allow"
tool_pattern = "read_*"

[[rules]]
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "rm *"

[[rules]]
name = "small payments"
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"

[[budgets]]
id = "acme"
limit = "${LIMIT}"
currency = "USD"
window = "lifetime"
filters = { tenant = "acme" }
`;

let root = "";
beforeAll(() => {
  root = buildPackage();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a killed child had said. */
interface Said {
  readonly opened: boolean;
  /** Ids of the calls it asked about. */
  readonly asked: ReadonlySet<string>;
  /** Sequence number and hash of the entries it was told of, by the id of their call. */
  readonly answered: ReadonlyMap<string, readonly [seq: number, hash: string]>;
  /** Claims and outcomes it was told of, as `claim d-7` and `executed d-7`. */
  readonly done: readonly string[];
}

/** Runs a child until it is killed, `ms` after it has opened the ledger or, every tenth time, after it began. */
async function killedChild(directory: string, cycle: number): Promise<Said> {
  const ms = Math.random() * LONGEST_MS;
  const callers = 4 + Math.floor(Math.random() * 13);
  const words = [CHILD, join(root, "dist"), directory, `c${cycle}`, `${callers}`];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = [collect(child, "stdout"), collect(child, "stderr")];
  const closed = once(child, "close");
  if (cycle % 10 !== 9) await Promise.race([once(child.stdout, "data"), closed]);
  setTimeout(() => child.kill("SIGKILL"), ms);
  const [, signal] = await closed;
  expect([signal, err.join("")]).toEqual(["SIGKILL", ""]);
  return readSaid(out.join("").split("\n"));
}

function collect(child: ChildProcess, name: "stdout" | "stderr"): readonly string[] {
  const chunks: string[] = [];
  child[name]?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  return chunks;
}

function readSaid(lines: readonly string[]): Said {
  const asked = new Set<string>();
  const answered = new Map<string, readonly [number, string]>();
  const done: string[] = [];
  for (const line of lines) {
    const [what, id = "", seq, hash = ""] = line.split(" ");
    if (what === "?") asked.add(id);
    if (what === "!") answered.set(id, [Number(seq), hash]);
    if (what === "c") done.push(`claim ${seq}`);
    if (what === "o") done.push(`${hash} ${seq}`);
  }
  return { opened: lines[0] === "open", asked, answered, done };
}

/** The entries of a ledger, which has to pass verification and audit. */
async function soundEntries(state: string): Promise<readonly string[]> {
  const ledger = await readLedgerFile(state);
  const texts = [...(ledger.entries(0, ledger.size()) as Iterable<string>)];
  const checkpoints = (await ledger.checkpoints(1000)).map(({ note }) => note);
  ledger.close();
  const audited = await auditLedger(
    texts,
    { checkpoints },
    { sha256, verifySignature: verifyEd25519, loadPolicies, offsetAt },
  );
  expect(audited.ledger.checks.filter(({ status }) => status === "failed")).toEqual([]);
  expect(audited.decisions.findings).toEqual([]);
  return texts;
}

const idOf = (text: string): string | undefined => /\\"id\\":\\"(c[\d-]+)\\"/.exec(text)?.[1];

/** What was claimed and reported is there once, and what counts is within the limit. */
function checkMoney(texts: readonly string[], said: Said): void {
  const events = texts.flatMap((text) => {
    const { kind, body } = JSON.parse(text);
    if (kind === "claim") return [`claim ${body.decision}`];
    return kind === "outcome" ? [`${body.status} ${body.decision}`] : [];
  });
  expect(new Set(events).size).toBe(events.length);
  expect(said.done.filter((one) => !events.includes(one))).toEqual([]);
  expect(countedIn(texts)).toBeLessThanOrEqual(LIMIT);
}

/** Everything reserved that neither failed nor expired: every amount has at most two digits behind the point. */
function countedIn(texts: readonly string[]): number {
  const counted = new Map<string, number>();
  for (const text of texts) {
    const { kind, seq, body } = JSON.parse(text);
    const amount = body.reservation?.budgets[0]?.amount;
    if (kind === "decision" && amount !== undefined) counted.set(`d-${seq}`, Math.round(Number(amount) * 100));
    if (kind === "release" || body.status === "failed") counted.delete(body.decision);
  }
  return [...counted.values()].reduce((sum, cents) => sum + cents, 0) / 100;
}

/** Stored is what was acknowledged, and of what was asked nothing twice; the engine goes on. */
async function checkLedger(directory: string, said: Said, before: number): Promise<number> {
  const state = join(directory, "state/writ.db");
  const texts = said.opened || before > 0 ? await soundEntries(state) : [];
  for (const [id, [seq, hash]] of said.answered) {
    expect([id, `0x${entryHash(texts[seq] ?? "", sha256)}`]).toEqual([id, hash]);
    expect(idOf(texts[seq] ?? "")).toBe(id);
  }
  const stored = texts.slice(before).flatMap((text) => idOf(text) ?? []);
  expect(new Set(stored).size).toBe(stored.length);
  expect(stored.filter((id) => !said.asked.has(id))).toEqual([]);
  checkMoney(texts, said);
  const engine = await openEngine({ policies: ["policy.toml"], state: "state/writ.db", cwd: directory });
  const answer = await engine.decide({ kind: "tool", tool: "read_file", args: ["a"] });
  expect([answer.decision, (answer.entry?.seq ?? 0) >= texts.length]).toEqual(["allow", true]);
  await engine.close();
  return (answer.entry?.seq ?? 0) + 1;
}

test(`nothing acknowledged is lost when the process is killed, ${LEDGERS * CYCLES} times`, async () => {
  let answered = 0;
  let inFlight = 0;
  for (let number = 0; number < LEDGERS; number++) {
    const directory = join(root, `ledger${number}`);
    mkdirSync(directory);
    writeFileSync(join(directory, "policy.toml"), POLICY);
    let size = 0;
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const said = await killedChild(directory, cycle);
      size = await checkLedger(directory, said, size);
      answered += said.answered.size;
      inFlight += said.asked.size - said.answered.size;
    }
    rmSync(directory, { recursive: true });
  }
  // Otherwise the children were killed before there was anything to lose.
  expect([answered > LEDGERS * CYCLES * 10, inFlight > LEDGERS * CYCLES]).toEqual([true, true]);
}, 3_600_000);
