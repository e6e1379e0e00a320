/** SHA-256 from node:crypto; chosen by the `#sha256` import wherever Node runs. */

import type { Sha256 } from "../kernel/hash.ts";

let crypto: typeof import("node:crypto") | null = null;

/** Five times as fast as the portable one; loaded when it is first asked, so that importing Writ does not wait for it. */
export const sha256: Sha256 = (data) => {
  crypto ??= process.getBuiltinModule("node:crypto");
  return crypto.hash("sha256", data, "hex");
};
