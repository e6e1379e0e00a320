/** The `[[assets]]` table: what may be paid in. */

import { parseAsset } from "../kernel/asset.ts";
import { quoted } from "../kernel/json-error.ts";
import { assetKey, type ListedAsset } from "../kernel/payment.ts";
import { readString } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { completeTable, notEmpty, uniqueList } from "./sbo3l/reader.ts";
import { wrongType } from "./table.ts";

const readId: Read<string> = (value, pointer, reading) => {
  const text = readString(value, pointer, reading);
  const id = text === undefined ? undefined : parseAsset(text)?.id;
  if (text === undefined || id !== undefined) return id;
  const help = "write it like `eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913`";
  return report(reading, pointer, { code: "value.form", message: `${quoted(text)} is not a CAIP-19 asset`, help });
};

const MAX_DECIMALS = 36;

const readDecimals: Read<number> = (value, pointer, reading) => {
  if (typeof value !== "bigint" && !Number.isInteger(value))
    return wrongType(value, "a whole number", { pointer, reading });
  const decimals = Number(value);
  if (decimals >= 0 && decimals <= MAX_DECIMALS) return decimals;
  return report(reading, pointer, { code: "value.range", message: `decimals are 0 to ${MAX_DECIMALS}` });
};

const readAsset: Read<ListedAsset> = completeTable<ListedAsset, keyof ListedAsset>(
  "asset",
  {
    id: readId,
    decimals: readDecimals,
    chain: readString,
    symbol: readString,
  },
  ["id", "decimals", "chain", "symbol"],
);

const uniqueById = uniqueList(readAsset, { key: ({ id }) => id, on: "id", code: "asset.duplicate_id" });

/** Two assets of one symbol on one chain could be taken for each other. */
export const readAssets: Read<readonly ListedAsset[]> = notEmpty((value, pointer, reading) => {
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
