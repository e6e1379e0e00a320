/** Scripts of sed, read far enough to know whether they start programs or write files (GNU sed manual, "Commands"). */

const ADDRESS = /^(?:\d+(?:~\d+)?|\$|[+~]\d+)/;
const RUNS_TO_LINE_END = /^[aicrRqQlLbtTv:]$/;

/** `[:alpha:]` and its kin are no longer. */
const MAX_CLASS = 16;

/** True also for a script that is not understood. */
export function sedRuns(script: string): boolean {
  let rest = script;
  for (;;) {
    rest = rest.replace(/^[\s;{}]+/, "");
    if (rest === "") return false;
    if (rest.startsWith("#")) {
      rest = afterLine(rest);
      continue;
    }
    rest = afterAddresses(rest);
    const command = rest[0] ?? "";
    if (command === "s" || command === "y") {
      const after = afterSubstitution(rest.slice(1), command === "s");
      const flags = after === null ? null : /^[gpiImM\d]*/.exec(after)?.[0];
      if (after === null || flags === null || /^[ew]/.test(after.slice(flags?.length))) return true;
      rest = after.slice(flags?.length);
      if (/^[^\s;}#]/.test(rest)) return true;
    } else if (RUNS_TO_LINE_END.test(command)) {
      rest = afterOperand(command, rest);
    } else if (/^[={}dDgGhHnNpPxzF]/.test(command)) rest = rest.slice(1);
    else return true;
  }
}

function afterLine(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? "" : text.slice(end + 1);
}

/** Text goes on to the end of the line, which a backslash continues; file names do too, labels and numbers not so far. */
function afterOperand(command: string, text: string): string {
  if ("aic".includes(command)) return text.replace(/^(?:\\[\s\S]|[^\\\n])*/, "");
  return "rR".includes(command) ? afterLine(text) : text.replace(/^[^;}\n]*/, "");
}

function afterAddresses(text: string): string {
  const first = afterAddress(text).trimStart();
  const second = first.startsWith(",") ? afterAddress(first.slice(1).trimStart()).trimStart() : first;
  return second.replace(/^[!\s]+/, "");
}

/** `/PATTERN/`, `\cPATTERNc`, a line, or none. */
function afterAddress(text: string): string {
  if (text[0] !== "/" && text[0] !== "\\") return text.replace(ADDRESS, "");
  const end = closing(text, text[0] === "/" ? 0 : 1, true);
  return end === null ? text : text.slice(end + 1).replace(/^[IM]*/, "");
}

/** Behind the third delimiter; null when there is none. */
function afterSubstitution(text: string, isPattern: boolean): string | null {
  const delimiter = text[0] ?? "";
  if (delimiter === "" || /[\\\n]/.test(delimiter)) return null;
  const middle = closing(text, 0, isPattern);
  const end = middle === null ? null : closing(text, middle, false);
  return end === null ? null : text.slice(end + 1);
}

/** The next mark like the one at the position, or null; in a pattern none in a set counts (`s/[^/]*$//`). */
function closing(text: string, opening: number, isPattern: boolean): number | null {
  const mark = text[opening];
  let mayBeSet = isPattern;
  for (let at = opening + 1; at < text.length; at += 1) {
    if (text[at] === mark) return at;
    if (text[at] === "\\") at += 1;
    else if (text[at] === "[" && mayBeSet) {
      const end = setEnd(text, at);
      mayBeSet = end !== null;
      at = end ?? at;
    }
  }
  return null;
}

/** The `]` of a set: one that stands first, and those of `[:alpha:]`, do not end it. */
function setEnd(text: string, opening: number): number | null {
  let at = opening + (text[opening + 1] === "^" ? 2 : 1);
  if (text[at] === "]") at += 1;
  for (; at < text.length && text[at] !== "]" && text[at] !== "\n"; at += 1) {
    const inner = text[at] === "[" ? /^\[([:.=])\w*\1\]/.exec(text.slice(at, at + MAX_CLASS)) : null;
    if (inner !== null) at += inner[0].length - 1;
  }
  return text[at] === "]" ? at : null;
}
