/** `writ ledger cosign`: a witness says that it saw the newest checkpoint, and nothing that contradicts it. */

import { sha256 } from "#sha256";
import { type LedgerSource, loadLedger, proveFrom } from "../../engine/journal-ledger.ts";
import { type NoteKey, parseWitnessKey } from "../../ledger/note-key.ts";
import { planConsistency } from "../../ledger/plan.ts";
import type { LedgerFile } from "../../store/sqlite.ts";
import { type Args, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { withLedger } from "../ledger-file.ts";
import { notedIn, ownCheckpoint } from "../own-checkpoint.ts";
import { writeReport } from "../report-file.ts";
import { escapeJson, escapeText } from "../text/escape.ts";
import { UsageError } from "../usage-error.ts";
import { cosign, type Witnessed } from "../witness.ts";

export const run: Run = async (args, io) => {
  const witness = { url: urlOf(args), witness: keyOf(args) };
  return withLedger(args, io, async (ledger) => {
    const witnessed = await witnessedBy(witness, ledger, { args, io });
    if (!witnessed.ok) {
      io.err(`writ: not cosigned: ${escapeText(witnessed.why)}\n`);
      return EXIT.unverified;
    }
    const path = optionOf(args, "out");
    if (path !== undefined) writeReport({ args, io }, { path, text: witnessed.note });
    // Every byte matters; only a person's terminal gets the escaped form.
    else await io.out(io.terminal ? escapeJson(witnessed.note) : witnessed.note);
    return EXIT.ok;
  });
};

interface Witness {
  readonly url: URL;
  readonly witness: NoteKey;
}

async function witnessedBy(
  witness: Witness,
  reader: LedgerFile,
  { args, io }: { readonly args: Args; readonly io: Io },
): Promise<Witnessed> {
  const note = notedIn(args, io) ?? (await reader.checkpoints(1))[0]?.note;
  if (note === undefined) throw new UsageError("the ledger has no checkpoint yet", args.command.name);
  const ledger = await loadLedger(reader, reader.size(), sha256);
  const source: LedgerSource = { reader, ledger };
  const checkpoint = await ownCheckpoint(source, note);
  if (typeof checkpoint === "string") return { ok: false, why: checkpoint };
  const { size } = checkpoint;
  const proofFrom = (old: number) => proveFrom(source, planConsistency(old, size), sha256);
  return cosign({ ...witness, note, size, held: ledger.tree.size(), proofFrom, stop: io.stop });
}

function urlOf(args: Args): URL {
  const given = optionOf(args, "witness") ?? "";
  const url = URL.canParse(given) ? new URL(given) : null;
  const isPlain = url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (isPlain && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new UsageError("say where the witness is: `--witness https://…`", args.command.name);
}

function keyOf(args: Args): NoteKey {
  const key = parseWitnessKey((optionOf(args, "key") ?? "").trim(), sha256);
  if (key !== null) return key;
  throw new UsageError("say whom to believe: `--key NAME+ID+BASE64`, the key of a witness", args.command.name);
}
