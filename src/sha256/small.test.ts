import { expect, it } from "vitest";
import { sha256 } from "./node.ts";
import { sha256 as portable } from "./portable.ts";
import { sha256 as small } from "./small.ts";

it.each([
  ["portable", portable],
  ["small", small],
])("the %s SHA-256 is that of Node, for every length around its blocks", (_, hash) => {
  for (let length = 0; length < 300; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length * 11) & 255);
    expect(hash(bytes)).toBe(sha256(bytes));
    expect(hash("é€𝄞".repeat(length))).toBe(sha256("é€𝄞".repeat(length)));
  }
});
