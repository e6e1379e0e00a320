/** `writ capsule export`: one decision with all that proves it. */

import { exportCapsule } from "../capsule-file.ts";
import { hasOption, optionOf, optionsOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { seqOf, withLedger } from "../ledger-file.ts";
import { notedIn } from "../own-checkpoint.ts";
import { writeReport } from "../report-file.ts";
import { escapeJson } from "../text/escape.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const size = ledger.size();
    const [id = ""] = args.positionals;
    // A decision is named after its entry.
    const seq = seqOf({ ...args, positionals: [id.replace(/^d-/, "")] }, size);
    const reveal = hasOption(args, "reveal-all") ? "all" : optionsOf(args, "reveal");
    const note = notedIn(args, io);
    const exported = await exportCapsule(ledger, { seq, size, reveal, ...(note === null ? {} : { note }) });
    if (!exported.ok) throw new UsageError(exported.why, args.command.name);
    const path = optionOf(args, "out");
    if (path !== undefined) writeReport({ args, io }, { path, text: exported.text });
    // Every byte matters; only a person's terminal gets the escaped form.
    else await io.out(io.terminal ? escapeJson(exported.text) : exported.text);
    return EXIT.ok;
  });
