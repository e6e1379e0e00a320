/** `writ demo`: a scripted agent day. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Decision } from "../../kernel/decision.ts";
import { hasOption, type Run } from "../command.ts";
import { STORY, type Step } from "../demo/story.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { print } from "../print.ts";
import { shellLine } from "../quote.ts";
import type { Paint } from "../text/colour.ts";
import { EFFECT_STYLE } from "../text/decision.ts";

/** One step with its answer; what `--json` prints, one a line. */
interface Scene extends Step {
  readonly decision: Decision;
}

const PAUSE_MS = 900;

export const run: Run = async (args, io) => {
  const { decide, loadPolicies } = await import("../../index.ts");
  const snapshot = loadPolicies([STORY.policy]);
  let surprises = 0;
  for (const step of STORY.steps) {
    if (io.stop.aborted) break;
    const scene: Scene = { ...step, decision: decide(step.call, snapshot, {}) };
    if (scene.decision.decision !== step.expect) surprises += 1;
    await print({ args, io }, scene, sceneText);
    await pause(io);
  }
  if (!hasOption(args, "json")) io.err("try: writ init, then writ check TOOL [ARG…]\n");
  return surprises === 0 ? EXIT.ok : EXIT.deny;
};

function sceneText({ says, call, decision }: Scene, paint: Paint): string {
  const word = paint(EFFECT_STYLE[decision.decision], decision.decision.padEnd(5));
  const why = decision.deny_detail ?? decision.reasons[0]?.text ?? "";
  return `${says}\n  ${word}  ${paint("bold", callText(call))}\n         ${paint("dim", why)}\n`;
}

function callText({ tool, args, action, amount, currency }: Step["call"]): string {
  if (typeof tool === "string") return shellLine([tool, ...(Array.isArray(args) ? args.map(String) : [])]);
  return [action, amount, currency].filter((word) => word !== undefined).join(" ");
}

/** Somebody who watches can read along; a pipe does not wait. */
async function pause({ terminal, stop }: Io): Promise<void> {
  if (terminal) await sleep(PAUSE_MS, undefined, { signal: stop }).catch(() => {});
}
