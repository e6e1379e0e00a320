/** find and fd: commands that they run for each file. */

import { type Run, runtimeWord, textOf, type Unwrapped, withHoles } from "./run.ts";
import type { Word } from "./syntax.ts";

/** `find … -exec COMMAND ;` and its kin, as often as they stand there. */
export function readActions(words: readonly Word[], option: RegExp): Unwrapped {
  const runs: Run[] = [];
  const root = textOf(words[0]).endsWith("find") ? rootOf(words) : "";
  for (let at = 1; at < words.length; at += 1) {
    if (!option.test(textOf(words[at]))) continue;
    const start = at + 1;
    const inFolder = textOf(words[at]).endsWith("dir");
    while (at < words.length && !isActionEnd(words, at)) at += 1;
    const command = words.slice(start, at).map((word) => withHoles(word, "{}", inFolder ? "./" : root));
    if (command.length > 0) runs.push({ kind: "argv", words: command, where: inFolder ? "elsewhere" : "forked" });
  }
  return { runs, doubt: null };
}

/** fd puts the path behind a command that does not say where it belongs. */
export function readFd(words: readonly Word[]): Unwrapped {
  const { runs, doubt } = readActions(words, /^(?:-x|-X|--exec|--exec-batch)$/);
  const filled = runs.map((run): Run => {
    const isFilled = run.kind !== "argv" || run.words.some((word) => word.raw.includes("{"));
    return isFilled ? run : { ...run, words: [...run.words, runtimeWord("{}")] };
  });
  return { runs: filled, doubt };
}

function isActionEnd(words: readonly Word[], at: number): boolean {
  const text = textOf(words[at]);
  return text === ";" || (text === "+" && textOf(words[at - 1]) === "{}");
}

/** What every path that find fills in begins with, when there is one starting point. */
function rootOf(words: readonly Word[]): string {
  const from = words.findIndex((word, index) => index > 0 && !/^-[HLP]$/.test(textOf(word)));
  const roots = words.slice(from, from + words.slice(from).findIndex((word) => /^[-(!]/.test(textOf(word))));
  const only = roots.length === 0 ? "." : textOf(roots[0]);
  return roots.length > 1 || /^-[DO]/.test(textOf(words[from])) || only === "\0" ? "" : only;
}
