/** Which files a patch touches, read from its text: `*** Update File: x` envelopes, unified, git and context diffs. */

const HEADER =
  /^[ \t]*(?:\*\*\*[ \t]*(?:Add|Update|Delete)[ \t]+File:|\*\*\*[ \t]*Move[ \t]+to:|\+\+\+ |--- |\*\*\* |Index: |(?:rename|copy) (?:from|to) )[ \t]*(.+?)[ \t\r]*(?:\t.*)?$/gim;
const GIT = /^diff --git (.+)$/gm;
const SIDE = /(?:^|[ "])[ab]\/([^"]+?)"?(?=$|\r| "?b\/)/g;

/** Paths in order of appearance; empty when the text names none. */
export function patchedPaths(patch: string): readonly string[] {
  const headers = [...patch.matchAll(HEADER)].map(([line, path = ""]) =>
    line.includes("***") ? path : plainName(path),
  );
  const sides = [...patch.matchAll(GIT)].flatMap(([, both = ""]) =>
    [...both.matchAll(SIDE)].map(([, path = ""]) => path),
  );
  return [...new Set([...headers, ...sides])].filter((path) => !NO_FILES.test(path));
}

/** Lines of an envelope, hunks of a context diff, and what stands for a file that is not there. */
const NO_FILES = /^(?:\/dev\/null|(?:Begin|End) (?:of )?(?:Patch|File)|\d+(?:,\d+)? ?[-*]{4}|\*+)$/i;

/** Quotes and the sides' `a/` and `b/` are not part of the name; an envelope has neither. */
function plainName(text: string): string {
  return text.replace(/^"(.*)"$/, "$1").replace(/^[ab]\//, "");
}
