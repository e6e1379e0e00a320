import * as fs from "node:fs";
import { expect, it } from "vitest";
import { sha256 } from "#sha256";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { entryHash, readEntry } from "./entry.ts";

it("the example of the specification holds", () => {
  const page = fs.readFileSync(new URL("../../docs/spec/ledger.md", import.meta.url), "utf8");
  const [entry = "", note = "", key = ""] = [...page.matchAll(/^```\n(.*?)^```$/gms)].map(([, block]) => block);
  expect(readEntry(entry.trimEnd())).toMatchObject({ kind: "genesis", seq: 0 });
  const opened = openCheckpoint(note, { publicKey: key.trimEnd() }, { sha256, verifySignature: verifyEd25519 });
  const origin = "writ/11c6e35c3aca8b38e905644e3eb4ba64";
  expect(opened).toEqual({ ok: true, checkpoint: { origin, size: 1, root: entryHash(entry.trimEnd(), sha256) } });
});
