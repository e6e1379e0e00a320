/** What an execution may do at most, by what it is capable of. */

import type { Constraints } from "../kernel/request.ts";

/** Nothing is known of an unknown tool without capabilities, so nothing is said. */
export function constraintsOf(
  capabilities: readonly string[],
  isKnown: boolean,
  workspace: string | null,
): Constraints | null {
  if (!isKnown && capabilities.length === 0) return null;
  const exec = capabilities.includes("process_exec");
  const writes = exec || capabilities.includes("filesystem_write");
  return {
    network: capabilities.includes("network"),
    exec,
    write_roots: writes ? [workspace ?? "."] : [],
    timeout: null,
  };
}
