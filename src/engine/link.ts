/** Follows links on the machine's own disk. */

import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Files } from "./port.ts";

/**
 * Files as seen from `root`, an absolute directory. A name inside the root is given relative to it, as agents write it.
 * A path whose links cannot be followed gets a name that no allow will be found to cover.
 */
export function linkedFiles(root: string): Files {
  const realRoot = realPath(root) ?? root;
  return {
    resolve(path) {
      if (path.startsWith("~")) return null;
      const full = resolve(root, path);
      const real = realPath(full);
      if (real === null) return `unresolved:${path}`;
      const inside = relative(realRoot, real);
      const named = inside === "" ? "." : isAbsolute(inside) || inside.startsWith("..") ? real : inside;
      return named === path || (isAbsolute(path) && real === path) ? null : named;
    },
  };
}

/** The longest part that exists, resolved, with the rest as it is; null where a link cannot be followed. */
function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ENOENT" && code !== "ENOTDIR") return null;
    const parent = dirname(path);
    if (parent === path) return path;
    const above = realPath(parent);
    return above === null ? null : join(above, basename(path));
  }
}
