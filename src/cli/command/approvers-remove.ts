/** `writ approvers remove`: the row goes, and with it all that its key said and was not used yet. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { registerPath, withoutRow } from "../approver-file.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { print } from "../print.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const [name = ""] = args.positionals;
  const register = registerPath(args, io);
  const text = existsSync(register) ? withoutRow(readFileSync(register, "utf8"), name) : null;
  if (text === null) throw new UsageError(`\`${register}\` has no approver \`${name}\``, args.command.name);
  writeFileSync(register, text);
  await print(
    { args, io },
    { removed: name, register },
    (shown) => `${shown.removed} is gone from ${shown.register}\n`,
  );
  return EXIT.ok;
};
