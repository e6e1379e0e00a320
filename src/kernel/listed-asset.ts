/** The assets that a policy lists, found by what payment requests call them. */

import { assetKey, type ListedAsset, type PaymentTerms } from "./payment.ts";
import { perObject } from "./per-object.ts";

/** The listed asset that a payment is made in. A contract that it names must be that asset's: a symbol is anybody's. */
export function assetOf(payment: PaymentTerms, assets: readonly ListedAsset[]): ListedAsset | null {
  const { chain, token, token_address } = payment;
  const asset = indexOf(assets).get(assetKey(chain, token)) ?? null;
  if (asset === null || token_address === null) return asset;
  return asset.id.endsWith(`/erc20:${token_address.toLowerCase()}`) ? asset : null;
}

const indexOf: (assets: readonly ListedAsset[]) => ReadonlyMap<string, ListedAsset> = perObject(
  (assets) => new Map(assets.map((asset) => [assetKey(asset.chain, asset.symbol), asset])),
);
