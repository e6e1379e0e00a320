/** What an amount is counted in: a currency, or an asset by its CAIP-19 name. */

/** CAIP-19 without the token of a collection: chain (CAIP-2), `/`, namespace, `:`, reference. */
const ASSET = /^([-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32})\/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}$/;

export interface Asset {
  /** Addresses of EVM chains have no case: lower-cased. */
  readonly id: string;
  /** CAIP-2. */
  readonly chain: string;
}

/** Reads a CAIP-19 asset type such as `eip155:1/erc20:0x…`; null for anything else. */
export function parseAsset(text: string): Asset | null {
  const chain = ASSET.exec(text)?.[1];
  if (chain === undefined) return null;
  return { id: chainOf(text), chain: chainOf(chain) };
}

/** A chain in CAIP-2, or what begins with one: on EVM chains case means nothing. */
export function chainOf(text: string): string {
  return text.startsWith("eip155:") ? text.toLowerCase() : text;
}

/** The name under which amounts of a currency or an asset are added up. */
export function unitOf(currency: string): string {
  return parseAsset(currency)?.id ?? currency;
}
