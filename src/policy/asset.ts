/** The `[[assets]]` table: what may be paid in. */

import { quoted } from "../kernel/json-error.ts";
import { type Asset, assetKey } from "../kernel/payment.ts";
import { matching, readString } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { completeTable, notEmpty, uniqueList } from "./sbo3l/reader.ts";
import { wrongType } from "./table.ts";

/** CAIP-19 over CAIP-2. */
const ID = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}\/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}(?:\/[-.%a-zA-Z0-9]{1,78})?$/;

const MAX_DECIMALS = 36;

const readDecimals: Read<number> = (value, pointer, reading) => {
  if (typeof value !== "bigint") return wrongType(value, "a whole number", { pointer, reading });
  if (value >= 0n && value <= MAX_DECIMALS) return Number(value);
  return report(reading, pointer, { code: "value.range", message: `decimals are 0 to ${MAX_DECIMALS}` });
};

const readAsset: Read<Asset> = completeTable<Asset, keyof Asset>(
  "asset",
  {
    id: matching(ID, { code: "value.form", message: "an asset's id is CAIP-19, like `eip155:8453/erc20:0x8335…2913`" }),
    decimals: readDecimals,
    chain: readString,
    symbol: readString,
  },
  ["id", "decimals", "chain", "symbol"],
);

const uniqueById = uniqueList(readAsset, { key: ({ id }) => id.toLowerCase(), on: "id", code: "asset.duplicate_id" });

/** Two assets of one symbol on one chain could be taken for each other. */
export const readAssets: Read<readonly Asset[]> = notEmpty((value, pointer, reading) => {
  const assets = uniqueById(value, pointer, reading);
  const taken = new Set<string>();
  for (const [index, { chain, symbol }] of assets?.entries() ?? []) {
    const name = assetKey(chain, symbol);
    const message = `two assets are called ${quoted(symbol)} on ${quoted(chain)}`;
    if (taken.has(name)) report(reading, `${pointer}/${index}/symbol`, { code: "asset.duplicate_symbol", message });
    taken.add(name);
  }
  return assets;
});
