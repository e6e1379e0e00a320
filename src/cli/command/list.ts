/** `writ list`: the rules as they were written. */

import type { RuleListing } from "../../policy/list.ts";
import { hasOption, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { listingEntries, listingTable } from "../text/listing.ts";

/** What `--json` prints where there is no policy. */
const NOTHING = { approval_mode: null, rules: [], file_exists: false };

export const run: Run = async (args, io) => {
  const { sources, snapshot, diagnostics } = await loadPolicy(args, io);
  printDiagnostics(io, diagnostics);
  if (snapshot === null) {
    if (hasOption(args, "json") && sources.files.length === 0) await print({ args, io }, NOTHING, () => "");
    return EXIT.invalidPolicy;
  }
  const { listRules } = await import("../../policy/list.ts");
  const render = hasOption(args, "verbose") ? listingTable(io.terminal) : listingEntries;
  await print<RuleListing>({ args, io }, listRules(sources.files), render);
  return EXIT.ok;
};
