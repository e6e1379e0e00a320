import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, expect, it } from "vitest";
import { toBase64 } from "../kernel/base64.ts";
import { createApproverKey, openApproverKey } from "./approver-key.ts";
import { verifyEd25519 } from "./key-ed25519.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-approver-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

const file = path.join(root, "ann.approver");
const key = createApproverKey(file, "correct horse é");

it("signs under its passphrase, however that is composed", () => {
  const opened = openApproverKey(file, "correct horse e\u0301");
  const message = new TextEncoder().encode("x");
  expect(opened.key).toBe(key);
  expect(verifyEd25519(Buffer.from(key, "base64"), message, opened.sign(message))).toBe(true);
});

it("is never replaced, and never opened with another passphrase", () => {
  expect(() => createApproverKey(file, "another phrase")).toThrow(expect.objectContaining({ code: "exists" }));
  expect(() => openApproverKey(file, "correct horse")).toThrow(expect.objectContaining({ code: "passphrase" }));
});

it.each<readonly [string, string, (said: Record<string, string>) => unknown]>([
  ["another key's name", "passphrase", (said) => (said["key"] = toBase64(new Uint8Array(32)))],
  ["another seed", "passphrase", (said) => (said["sealed"] = toBase64(new Uint8Array(48)))],
  ["another nonce", "passphrase", (said) => (said["nonce"] = toBase64(new Uint8Array(12)))],
  ["a short nonce", "malformed", (said) => (said["nonce"] = "AAAA")],
  ["a short tag", "malformed", (said) => (said["sealed"] = toBase64(new Uint8Array(36)))],
  ["another purpose", "malformed", (said) => (said["purpose"] = "writ/key/v1")],
  ["a member less", "malformed", (said) => delete said["salt"]],
])("with %s is refused", (_, code, spoil) => {
  const said = JSON.parse(fs.readFileSync(file, "utf8"));
  spoil(said);
  const spoilt = path.join(root, "spoilt.approver");
  fs.writeFileSync(spoilt, JSON.stringify(said), { mode: 0o600 });
  expect(() => openApproverKey(spoilt, "correct horse é")).toThrow(expect.objectContaining({ code }));
});

it("is refused where others could read it", () => {
  fs.chmodSync(file, 0o644);
  expect(() => openApproverKey(file, "correct horse é")).toThrow(expect.objectContaining({ code: "exposed" }));
});
