/** `writ demo`: a scripted agent day in a folder of its own, recorded, proved, and tampered with. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../../kernel/decision.ts";
import type { CapsuleReport } from "../../proof/capsule-verify.ts";
import type { LedgerReport } from "../../proof/verify.ts";
import { type Args, hasOption, type Run } from "../command.ts";
import { POLICY, STEPS, type Step } from "../demo/story.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { print } from "../print.ts";
import { shellLine } from "../quote.ts";
import type { Paint } from "../text/colour.ts";
import { EFFECT_STYLE } from "../text/decision.ts";

const STATE: string = join(".writ", "state", "writ.db");
const PAUSE_MS = 600;

export const run: Run = async (args, io) => {
  const folder = mkdtempSync(join(tmpdir(), "writ-demo-"));
  writeFileSync(join(folder, "policy.toml"), POLICY);
  const shown: Shown = { args, io };
  const surprises = await liveTheDay(folder, shown);
  if (io.stop.aborted) return EXIT.ok;
  const proved = await proveTheDay(folder, shown);
  if (!hasOption(args, "json")) await io.out(farewell(folder));
  return surprises === 0 && proved ? EXIT.ok : EXIT.deny;
};

interface Shown {
  readonly args: Args;
  readonly io: Io;
}

/** One step with its answer; what `--json` prints, one a line. */
interface Scene extends Step {
  readonly answer: Answer;
}

/** How many answers were not those of the script. */
async function liveTheDay(folder: string, shown: Shown): Promise<number> {
  const { openEngine } = await import("../../engine.ts");
  const engine = await openEngine({ policies: ["policy.toml"], state: STATE, cwd: folder });
  let surprises = 0;
  try {
    for (const step of STEPS) {
      if (shown.io.stop.aborted) break;
      const scene: Scene = { ...step, answer: await engine.decide(step.call) };
      if (scene.answer.decision !== step.expect) surprises += 1;
      await print(shown, scene, sceneText);
      await pause(shown.io);
    }
  } finally {
    await engine.close();
  }
  return surprises;
}

function sceneText({ says, call, answer }: Scene, paint: Paint): string {
  const word = paint(EFFECT_STYLE[answer.decision], answer.decision.padEnd(5));
  const why = answer.deny_detail ?? answer.reasons[0]?.text ?? "";
  const entry = paint("dim", `entry ${answer.entry?.seq}`);
  return `${says}\n  ${word}  ${paint("bold", callText(call))}  ${entry}\n         ${paint("dim", why)}\n`;
}

function callText({ tool, args, action, amount, currency }: Step["call"]): string {
  if (typeof tool === "string") return shellLine([tool, ...(Array.isArray(args) ? args.map(String) : [])]);
  return [action, amount, currency].filter((word) => word !== undefined).join(" ");
}

/** A ledger as it was found; what `--json` prints, one a line. */
interface Finding {
  readonly says: string;
  readonly ledger: string;
  readonly report: LedgerReport;
}

/** The ledger must verify, and a copy in which one denial became an allow must not. */
async function proveTheDay(folder: string, shown: Shown): Promise<boolean> {
  const [{ ownKey, verifyWith }, { keyFile }, { tamper }, { readLedgerFile }] = await Promise.all([
    import("../ledger-check.ts"),
    import("../../engine.ts"),
    import("../demo/tamper.ts"),
    import("../../store/sqlite.ts"),
  ]);
  const key = ownKey(keyFile(join(folder, STATE)));
  const look = async (says: string, ledger: string): Promise<Finding> => {
    const file = await readLedgerFile(ledger);
    try {
      return { says, ledger, report: await verifyWith(file, key, []) };
    } finally {
      file.close();
    }
  };
  const ledger = join(folder, STATE);
  const copy = join(folder, "tampered.db");
  const sound = await look("the ledger of the day", ledger);
  await print(shown, sound, findingText);
  await pause(shown.io);
  const seq = await tamper(ledger, copy);
  const isProved = await proveOne(ledger, shown);
  const rewritten = await look(`a copy in which entry ${seq} was turned from deny into allow`, copy);
  await print(shown, rewritten, findingText);
  return isProved && sound.report.ok && !rewritten.report.ok && rewritten.report.firstBadSeq === seq;
}

/** A decision taken out of the ledger, and what `--json` prints of it. */
interface Taken {
  readonly says: string;
  readonly report: CapsuleReport;
}

/** One denial as a capsule has to be verified with nothing but the key of the ledger. */
async function proveOne(state: string, shown: Shown): Promise<boolean> {
  const { takeOut } = await import("../demo/take-out.ts");
  const taken: Taken = { says: "one denial, in a file that proves itself anywhere", report: await takeOut(state) };
  await print(shown, taken, takenText);
  await pause(shown.io);
  return taken.report.ok;
}

function takenText({ says, report }: Taken, paint: Paint): string {
  const word = report.ok ? paint("green", report.verdict) : paint("red", report.verdict);
  const passed = report.checks.filter(({ result }) => result === "passed").length;
  return `${says}\n  ${word}  ${paint("dim", `${report.decision}: ${passed} of ${report.checks.length} checks passed`)}\n`;
}

function findingText({ says, report }: Finding, paint: Paint): string {
  const { ok, size, checks, firstBadSeq } = report;
  const word = ok ? paint("green", "verified") : paint("red", "tampered");
  const failed = checks.filter(({ status }) => status === "failed").map(({ detail }) => detail);
  const why = ok ? `${size} entries, each chained to the last, the head signed` : failed.join("; ");
  return `${says}\n  ${word}  ${firstBadSeq === null ? "" : `first bad entry: ${firstBadSeq}; `}${paint("dim", why)}\n`;
}

function farewell(folder: string): string {
  const state = shellLine(["--state", join(folder, STATE)]);
  const policy = shellLine(["--policy", join(folder, "policy.toml")]);
  return `
The ledger is ${join(folder, STATE)}. Try:
  npx writ ledger show ${state}
  npx writ ledger audit ${state}
  npx writ capsule export d-2 ${state}
  npx writ explain run_terminal_cmd "npm test && rm -rf /home" ${policy}
`;
}

/** Somebody who watches can read along; a pipe does not wait. */
async function pause({ terminal, stop }: Io): Promise<void> {
  if (terminal) await sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {});
}
