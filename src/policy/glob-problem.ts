/** What is wrong with a pattern, and what to write instead. */

import type { GlobFlaw } from "../kernel/glob.ts";

export const GLOB_PROBLEMS: Readonly<Record<GlobFlaw, { readonly message: string; readonly help: string }>> = {
  "many stars": { message: "three or more stars in a row", help: "write `*` for any run of characters" },
  "stray stars": {
    message: "`**` is only part of a path component",
    help: "write `*`, which also matches `/`, or `a/**/b`",
  },
  "open class": { message: "`[` is never closed", help: "write `[[]` for the character `[` itself" },
  "half character": { message: "half a surrogate pair", help: "write the whole character" },
};
