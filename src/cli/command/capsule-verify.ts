/** `writ capsule verify`: a capsule against trust from elsewhere. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { verifyCapsule } from "../../proof/capsule-verify.ts";
import { CAPSULE_PORTS } from "../capsule-trust.ts";
import { type Args, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { print } from "../print.ts";
import { capsuleText } from "../text/capsule.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const [capsule] = args.positionals;
  const trust = optionOf(args, "trust");
  if (capsule === undefined) throw new UsageError("which capsule? name its file", args.command.name);
  if (trust === undefined) throw new UsageError("whom to believe? give a trust file with --trust", args.command.name);
  const report = await verifyCapsule(bytesOf(capsule, args, io), bytesOf(trust, args, io), CAPSULE_PORTS);
  await print({ args, io }, report, capsuleText);
  return report.ok ? EXIT.ok : EXIT.unverified;
};

function bytesOf(file: string, args: Args, { cwd }: Io): Uint8Array {
  try {
    return readFileSync(resolve(cwd, file));
  } catch {
    throw new UsageError(`\`${file}\` cannot be read`, args.command.name);
  }
}
