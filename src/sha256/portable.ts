/** SHA-256 in plain JavaScript, for browsers and other places without node:crypto. */

import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Sha256 } from "../kernel/hash.ts";

export const sha256: Sha256 = (data) => bytesToHex(digest(typeof data === "string" ? utf8ToBytes(data) : data));
