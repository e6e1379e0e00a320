/** `writ capsule trust`: whom to believe about the ledger of this machine. */

import { keyFile } from "../../engine.ts";
import { trustIn } from "../capsule-trust.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { statePath } from "../ledger-file.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const file = keyFile(statePath(args, io));
  const trust = trustIn(file);
  if (trust === null) throw new UsageError(`there is no key at \`${file}\``, args.command.name);
  await io.out(`${JSON.stringify(trust, null, 2)}\n`);
  return EXIT.ok;
};
