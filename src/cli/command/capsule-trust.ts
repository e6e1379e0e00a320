/** `writ capsule trust`: whom to believe about the ledger of this machine. */

import { sha256 } from "#sha256";
import { keyFile } from "../../engine.ts";
import { meaningOf } from "../../proof/capsule-code.ts";
import { readTrust, type TrustFile } from "../../proof/capsule-trust.ts";
import { trustIn } from "../capsule-trust.ts";
import { type Args, optionOf, optionsOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { statePath } from "../ledger-file.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const file = keyFile(statePath(args, io), io.cwd);
  const trust = trustIn(file);
  if (trust === null) throw new UsageError(`there is no key at \`${file}\``, args.command.name);
  const text = `${JSON.stringify({ ...trust, ...witnessesIn(args) }, null, 2)}\n`;
  const read = readTrust(text, sha256);
  if (!read.ok)
    throw new UsageError(`that is no trust: ${meaningOf("trust", read.finding?.code ?? null)}`, args.command.name);
  await io.out(text);
  return EXIT.ok;
};

function witnessesIn(args: Args): Pick<TrustFile, "witnesses" | "quorum"> {
  const witnesses = optionsOf(args, "witness").map((key) => ({ name: key.split("+")[0] ?? "", key }));
  const quorum = optionOf(args, "quorum") ?? String(witnesses.length);
  if (!/^\d{1,3}$/.test(quorum)) throw new UsageError("`--quorum` is a number of witnesses", args.command.name);
  return { witnesses, quorum: Number(quorum) };
}
