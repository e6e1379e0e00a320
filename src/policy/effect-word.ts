/** The words for effects. */

import type { Effect } from "../kernel/effect.ts";
import { readText, unknownWord } from "./reader.ts";
import { type Read, report } from "./reading.ts";

// Radium documents `ask_user`, and its parser accepts `askuser`.
const EFFECTS: Readonly<Record<string, Effect>> = {
  allow: "allow",
  deny: "deny",
  ask_user: "ask",
  askuser: "ask",
  ask: "ask",
};

const DRY_RUN = /^dry_?run_?first$/i;

export function isEffectWord(word: string): boolean {
  return Object.hasOwn(EFFECTS, word) || DRY_RUN.test(word);
}

/** allow, deny, ask (also ask_user, askuser); Radium's dry runs are refused with the reason. */
export const readEffect: Read<Effect> = (value, pointer, reading) => {
  const word = readText(value, pointer, reading);
  if (word === undefined) return;
  if (Object.hasOwn(EFFECTS, word)) return EFFECTS[word];
  if (!DRY_RUN.test(word)) return report(reading, pointer, unknownWord(word, Object.keys(EFFECTS)));
  const message = "there are no dry runs: a preview would act without having been allowed";
  return report(reading, pointer, { code: "rule.no_dry_run", message, help: "write `ask_user`" });
};
