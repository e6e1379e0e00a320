/**
 * Asks, approves and resumes until it has had its asks or is killed: `node approval-child.mjs DIST STATE FIRST LAST SPELL DIES`.
 *
 * Ask number K is the same request whoever sends it. All that is done about it is done at once, and twice; the last one is
 * left approved. After SPELL of them it closes the ledger, so that others who wait for the file may write it, and opens it
 * again. Says `? K` before it begins with one, `! K SEQ HASH` of every allow, `s SEQ BECOMES` of every statement that
 * was taken, `= K` when it is done, and `- CODE` of what could not be recorded. Kills itself when number DIES is approved.
 */
import * as crypto from "node:crypto";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, state, first, last, spell, dies] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)));
const { openEngine } = await load("engine.js");
const { PURPOSE, signStatement } = await load("approval/statement.js");
const { privateKey, publicKeyOf, signEd25519 } = await load("engine/key-ed25519.js");
const UNRECORDED = ["engine.in_doubt", "engine.ledger_unavailable"];
const say = (line) => writeSync(1, `${line}\n`);
const elapse = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const keyOf = (id) => privateKey(crypto.createHash("sha256").update(`seed of ${id}`).digest());
const KEYS = Object.fromEntries(["alice-laptop", "bob", "erin"].map((id) => [id, keyOf(id)]));
const HOUR_MS = 3_600_000;

/** What is said of an ask, by its number: approved; approved and refused at once; approved by three, one of whom withdraws. */
const SAID = [
  [
    ["alice-laptop", "approve"],
    ["bob", "approve"],
  ],
  [
    ["alice-laptop", "approve"],
    ["bob", "approve"],
    ["erin", "refuse"],
  ],
  [
    ["alice-laptop", "approve"],
    ["bob", "approve"],
    ["erin", "approve"],
    ["bob", "withdraw"],
  ],
];

let engine;

/** Waits for its turn to write. */
async function open() {
  for (;;) {
    try {
      return await openEngine({ policies: ["policy.toml", "approvers.toml"], state });
    } catch (error) {
      if (error.code !== "locked") throw error;
      await elapse(2 + Math.random() * 10);
    }
  }
}

/** The same text for the same statement, whoever sends it: it is signed at no particular time. */
function statementOf([id, says], { entry, expires_at }) {
  const key = Buffer.from(publicKeyOf(KEYS[id])).toString("base64");
  const issued_at = new Date(Date.parse(expires_at) - HOUR_MS).toISOString();
  const statement = {
    approver: { key, person: id.replace(/-.*/, "") },
    ask: entry,
    expires_at,
    issued_at,
    origin: engine.journal.origin,
    purpose: PURPOSE,
    reason: null,
    says,
    scope: says === "approve" ? { kind: "once" } : null,
    tenant: null,
  };
  return signStatement(statement, (message) => signEd25519(KEYS[id], message));
}

function told(number, { entry, decision, deny_code }) {
  if (entry === null && !UNRECORDED.includes(deny_code)) throw new Error(`${decision} ${deny_code} without an entry`);
  if (entry === null) say(`- ${deny_code}`);
  else if (decision === "allow") say(`! ${number} ${entry.seq} ${entry.hash}`);
}

async function submit(text) {
  const said = await engine.statement(text);
  if (said.ok) say(`s ${said.entry.seq} ${said.becomes}`);
  else if (said.entry === null) say(`- ${said.code}`);
}

async function play(number) {
  say(`? ${number}`);
  const call = { kind: "tool", tool: "wire_money", args: { to: `payee-${number}` }, principal: "user:dave" };
  let asked = await engine.decide(call);
  told(number, asked);
  // What an earlier one left approved is used up now: who uses it asks again, so that the last one is left approved.
  while (number === Number(last) - 1 && asked.decision === "allow") {
    asked = await engine.decide(call);
    told(number, asked);
  }
  const asks = engine.approvals().filter(({ request_hash }) => request_hash === asked.request_hash);
  for (const ask of asks.filter(({ state }) => state === "pending" || state === "granted")) {
    const texts = SAID[number % SAID.length].map((one) => statementOf(one, ask));
    const saying = texts.map((text) => () => submit(text));
    const using = [
      ...[1, 2].map(() => async () => told(number, await engine.resume(ask.id))),
      async () => told(number, await engine.decide(call)),
    ];
    const works = number === Number(last) - 1 || number === Number(dies) ? saying : [...saying, ...using];
    // Twice: what was said is said again, what was used is used again.
    await Promise.all(works.map((work) => work()));
    if (number === Number(dies)) process.kill(process.pid, "SIGKILL");
    await Promise.all(works.map((work) => work()));
  }
  say(`= ${number}`);
}

say("begin");
let number = Number(first);
while (number < Number(last)) {
  engine = await open();
  const end = Math.min(Number(last), number + Number(spell));
  for (; number < end; number++) await play(number);
  await engine.close();
  await elapse(Math.random() * 10);
}
