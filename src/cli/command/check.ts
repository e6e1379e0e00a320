/** `writ check`: what one call would get. */

import { spelledCall } from "../call.ts";
import { type Args, optionOf, type Run } from "../command.ts";
import { exitOf, openJudge } from "../judge.ts";
import { print } from "../print.ts";
import { shellLine } from "../quote.ts";
import { decisionText } from "../text/decision.ts";
import { escapeText } from "../text/escape.ts";

export const run: Run = async (args, io) => {
  const call = await spelledCall(args);
  const judge = await openJudge(args, io);
  try {
    const answer = await judge.decide(call);
    const subject = escapeText(subjectOf(args));
    const next = judge.sound ? `writ explain ${subject}` : "writ validate";
    await print({ args, io }, answer, (shown, paint) => decisionText(shown, { subject, next }, paint));
    return exitOf(answer);
  } finally {
    await judge.close();
  }
};

function subjectOf(args: Args): string {
  const named = ["call", "args", "server", "session", "principal"].flatMap((name) => {
    const value = optionOf(args, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const [, ...words] = args.positionals;
  const guarded = words.some((word) => word.startsWith("-")) ? ["--"] : [];
  return shellLine([...named, ...guarded, ...args.positionals]);
}
