/** `writ capsule trust`: whom to believe about the ledger of this machine. */

import { keyFile } from "../../engine.ts";
import type { TrustFile } from "../../proof/capsule-trust.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { ownKey } from "../ledger-check.ts";
import { statePath } from "../ledger-file.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const file = keyFile(statePath(args, io));
  const key = ownKey(file);
  if (key === undefined) throw new UsageError(`there is no key at \`${file}\``, args.command.name);
  const [origin = ""] = key.split("+");
  const trust: TrustFile = { origin, key, first: 0, last: null, witnesses: [], quorum: 0 };
  await io.out(`${JSON.stringify(trust, null, 2)}\n`);
  return EXIT.ok;
};
