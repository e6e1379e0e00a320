/** Which files a patch touches, read from its text: `*** Update File: x` envelopes and unified diffs. */

const HEADER =
  /^(?:\*\*\* (?:Add|Update|Delete) File: |\*\*\* Move to: |\+\+\+ (?:b\/)?|--- (?:a\/)?|rename (?:from|to) )(.+?)(?:\t.*)?$/gm;

/** Paths in order of appearance; empty when the text names none. */
export function patchedPaths(patch: string): readonly string[] {
  return [...new Set([...patch.matchAll(HEADER)].map(([, path]) => (path as string).trim()))].filter(
    (path) => path !== "/dev/null",
  );
}
