/** Where a ledger and its key lie, as calls may name it. */

import { isAbsolute, relative, sep } from "node:path";

/** What SQLite, the lock and the socket add to the name of a ledger. */
const BESIDE = ["", "-wal", "-shm", ".lock", ".sock"];

/** All that lies outside of `.writ`, which is guarded anyway: absolute, and as seen from `cwd`, where calls begin. */
export function exposedPaths(
  of: { readonly file: string | null; readonly key: string },
  cwd: string,
): readonly string[] {
  const files = of.file === null ? [] : BESIDE.map((ending) => `${of.file}${ending}`);
  const exposed = [...files, of.key].filter((path) => !path.split(sep).includes(".writ"));
  const near = exposed.map((path) => relative(cwd, path)).filter((path) => !isAbsolute(path));
  return [...exposed, ...near];
}
