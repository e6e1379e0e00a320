/** SHA-256 from node:crypto; chosen by the `#sha256` import wherever Node runs. */

import * as crypto from "node:crypto";
import type { Sha256 } from "../kernel/hash.ts";

/** Five times as fast as the portable one; `crypto.hash` exists from Node 20.12 on. */
export const sha256: Sha256 = (data) => crypto.hash("sha256", data, "hex");
