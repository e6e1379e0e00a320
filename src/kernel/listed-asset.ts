/** The assets that a policy lists, found by what payment requests call them. */

import { assetKey, type ListedAsset, type PaymentTerms } from "./payment.ts";

const indexes = new WeakMap<readonly ListedAsset[], ReadonlyMap<string, ListedAsset>>();

/** The listed asset that a payment is made in. A contract that it names must be that asset's: a symbol is anybody's. */
export function assetOf(payment: PaymentTerms, assets: readonly ListedAsset[]): ListedAsset | null {
  const { chain, token, token_address } = payment;
  const asset = indexOf(assets).get(assetKey(chain, token)) ?? null;
  if (asset === null || token_address === null) return asset;
  return asset.id.endsWith(`/erc20:${token_address.toLowerCase()}`) ? asset : null;
}

function indexOf(assets: readonly ListedAsset[]): ReadonlyMap<string, ListedAsset> {
  let index = indexes.get(assets);
  if (index === undefined) {
    index = new Map(assets.map((asset) => [assetKey(asset.chain, asset.symbol), asset]));
    indexes.set(assets, index);
  }
  return index;
}
