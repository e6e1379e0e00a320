/** How movements name what they are about: one spelling for one thing, whoever wrote it; docs/spec/budget.md, 5. */

import { chainOf, unitOf } from "./asset.ts";
import { foldCase } from "./glob.ts";
import type { Dimension } from "./movement.ts";
import { originOf, parseUrl } from "./url.ts";

const EVM_ADDRESS = /^0x[0-9a-f]{40}$/i;

/** Everything that a movement can be told apart by; those without a function are compared exactly. */
const SPELLING: { readonly [D in Dimension]: ((value: string) => string) | null } = {
  ...({ principal: null, group: null, tenant: null, session: null, task: null, action: null } as const),
  tool: foldCase,
  payee: payeeOf,
  provider: (value) => originIn(value) ?? value,
  asset: unitOf,
  chain: chainOf,
};

export function isDimension(name: string): name is Dimension {
  return Object.hasOwn(SPELLING, name);
}

export function spelled(dimension: Dimension, value: string): string {
  return SPELLING[dimension]?.(value) ?? value;
}

/** Upper case in the address of an EVM chain is a checksum, and no other address. */
export function payeeOf(name: string): string {
  return EVM_ADDRESS.test(name) ? name.toLowerCase() : name;
}

/** Scheme, host and port of a web address, as a provider is named that no policy lists; null where it is none. */
export function originIn(address: string): string | null {
  const url = parseUrl(address);
  return url === null ? null : originOf(url);
}
