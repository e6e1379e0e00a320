/** Files that code of another language names: what it does to them is not read, but a name is a name. */

import type { Touch } from "./analysis.ts";
import type { Word } from "./syntax.ts";
import { isLiteral } from "./text.ts";

const CHANGES =
  /writ|unlink|remove|rename|replace|rm|del|trunc|cop|mov|link|chmod|chown|touch|mkdir|sav|dump|put|sys|exec|spawn|popen|run|edit|inplace|-i|>|\bw\b|\bw[!q]|["'][rwax]?[wax+]b?\+?["']/i;
const NAME = /[^\s"'`()[\]{}<>|;,=&!]*[./][^\s"'`()[\]{}<>|;,=&!]*/g;
const MAX_UNITS = 4096;
const MAX_NAMES = 64;

/** What looks like a path in the words of an interpreter; it is only read where nothing in the code looks like a change. */
export function codeTouches(words: readonly Word[]): readonly Touch[] {
  const code = words
    .slice(1)
    .map(({ text }) => (isLiteral(text) ? text : text.join(" ")))
    .join("\n")
    .slice(0, MAX_UNITS);
  const use = CHANGES.test(code.replaceAll(/\.?writ\/|\bread\w*/g, "")) ? "unknown" : "read";
  return [...new Set(code.match(NAME) ?? [])].slice(0, MAX_NAMES).map((path) => ({ path, use }));
}
