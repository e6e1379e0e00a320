/** `writ freeze`: nothing more is allowed, and nothing more is claimed, until it is lifted. */

import type { FreezeOptions } from "../../engine/control.ts";
import { keyFile } from "../../engine.ts";
import { formatInstant, parseInstant } from "../../kernel/instant.ts";
import { tenantKey, tenantState, tenantsBeside } from "../../store/tenant-ledger.ts";
import { administer, placeOf, reasonOf } from "../administer.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { listFreezes } from "../freeze-list.ts";
import type { Io } from "../io.ts";
import { commonPath } from "../ledger-file.ts";
import type { Place } from "../ledger-order.ts";
import { lengthOf } from "../time.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  if (hasOption(args, "list")) return listFreezes(args, io);
  const value = optionsIn(args, io);
  const lift = hasOption(args, "lift");
  const order = { order: lift ? "unfreeze" : "freeze", value } as const;
  let worst: number = EXIT.ok;
  for (const place of await placesOf(args, io, value))
    worst = Math.max(worst, await administer(args, io, { ...place, order, sentence: sentence(value, lift) }));
  return worst;
};

/** That of the tenant, where it has a ledger of its own; else the common one, and all of tenants. */
async function placesOf(args: Args, io: Io, { tenant }: FreezeOptions): Promise<readonly Place[]> {
  const common = placeOf(args, io, commonPath(args, io));
  const { state, key } = common;
  const isNamed = hasOption(args, "key");
  const of = (each: string): Place => {
    const own = tenantState(state, each);
    return { state: own, key: isNamed ? tenantKey(key, each) : keyFile(own, io.cwd) };
  };
  const tenants = await tenantsBeside(state);
  if (tenant !== undefined) return [tenants.includes(tenant) ? of(tenant) : common];
  return [common, ...tenants.map(of)];
}

function optionsIn(args: Args, io: Io): FreezeOptions {
  const end = endOf(args, io);
  const reason = { reason: reasonOf(args), ...(end === null ? {} : { until: end }) };
  const [tenant, principal] = ["tenant", "principal"].map((name) => optionOf(args, name));
  if (tenant !== undefined && principal !== undefined)
    throw new UsageError("`--tenant` and `--principal` are two freezes: write them one by one", args.command.name);
  if (tenant !== undefined) return { tenant, ...reason };
  return principal === undefined ? { all: true, ...reason } : { principal, ...reason };
}

/** When the freeze ends by itself; null for never. */
function endOf(args: Args, io: Io): string | null {
  const command = args.command.name;
  const [until, length] = [optionOf(args, "until"), lengthOf(args)];
  if (until === undefined && length === null) return null;
  if (hasOption(args, "lift")) throw new UsageError("`--lift` ends the freeze at once: leave out its end", command);
  if (until !== undefined && length !== null) throw new UsageError("give `--for` or `--until`, not both", command);
  const end = until === undefined ? io.now() + (length as number) : parseInstant(until);
  if (end === null) throw new UsageError(`\`--until\` is not an RFC 3339 time: \`${until}\``, command);
  if (end <= io.now()) throw new UsageError(`\`--until\` is over already: \`${until}\``, command);
  return formatInstant(end);
}

function sentence({ tenant, principal, until }: FreezeOptions, lift: boolean): string {
  const what =
    tenant !== undefined ? `tenant ${tenant}` : principal !== undefined ? `principal ${principal}` : "everything";
  if (!lift) return `${what} is frozen${until === undefined ? "" : ` until ${until}`}`;
  return what === "everything"
    ? "the freeze of everything is lifted; those of tenants and principals stay"
    : `${what} is no longer frozen`;
}
