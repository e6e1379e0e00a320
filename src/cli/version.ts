/** The version of this package. */

import { readFileSync } from "node:fs";

/** As package.json names it, which stands beside both src/ and dist/. */
export function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
