import * as crypto from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { fromBase64, toBase64 } from "../kernel/base64.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint, readCheckpoint } from "./checkpoint.ts";
import { EMPTY_ROOT } from "./node.ts";
import { formatNote, openNote, parseNote, type VerifySignature } from "./note.ts";
import { formatKey, isKeyName, type NoteKey, noteKey, parseKey } from "./note-key.ts";

/** Deterministic keys from node:crypto. */
function signerOf(name: string, fill: number) {
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, fill)]);
  const secret = crypto.createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const spki = crypto.createPublicKey(secret).export({ format: "der", type: "spki" });
  const key = noteKey(name, new Uint8Array(spki.subarray(-32)), sha256);
  const sign = (text: string) => ({
    name,
    id: key.id,
    signature: new Uint8Array(crypto.sign(null, Buffer.from(text), secret)),
  });
  return { key, sign };
}

const verify: VerifySignature = (publicKey, message, signature) =>
  crypto.verify(
    null,
    message,
    { key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKey).toString("base64url") }, format: "jwk" },
    signature,
  );

const log = signerOf("writ/log", 1);
const witness = signerOf("witness.example/w", 2);
const text = "writ/log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
const note = formatNote({ text, signatures: [log.sign(text), witness.sign(text)] });

describe("base64", () => {
  it("agrees with that of Node, for all lengths", () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 77 + length * 13) & 255);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
  });

  it("has one text for one value", () => {
    for (const other of ["QQ", "QQ=", "QR==", "QUF=", "Q===", "QQ==\n", " QQ==", "QQ==QQ==", "Q-_="]) {
      expect([other, fromBase64(other)]).toEqual([other, null]);
    }
  });
});

describe("a key", () => {
  it("has the id of its name and bytes, and one text", () => {
    const input = Buffer.concat([Buffer.from("writ/log\n\x01"), log.key.publicKey]);
    expect(log.key.id).toBe(crypto.createHash("sha256").update(input).digest("hex").slice(0, 8));
    const shared = formatKey(log.key);
    expect(parseKey(shared, sha256)).toEqual(log.key);
    const [name, id, encoded = ""] = shared.split("+");
    const wrong = [
      `${name}+00000000+${encoded}`,
      `${name}+${id?.toUpperCase()}+${encoded}`,
      `other+${id}+${encoded}`,
      `${shared}\n`,
      `${name}+${id}+${toBase64(new Uint8Array(33).fill(2))}`,
      `${name}+${id}+${encoded.slice(4)}`,
      "",
      "a+b",
    ];
    for (const changed of wrong.filter((candidate) => candidate !== shared)) {
      expect([changed, parseKey(changed, sha256)]).toEqual([changed, null]);
    }
  });

  it("may not have a name with spaces, plus or control characters", () => {
    expect(isKeyName("writ/é")).toBe(true);
    for (const name of [
      "",
      "a b",
      "a+b",
      "a\u00a0b",
      "a\u2003b",
      "a\u0085b",
      "a\nb",
      "a\u0000",
      "\ud800",
      "x".repeat(256),
    ]) {
      expect([name, isKeyName(name)]).toEqual([name, false]);
    }
  });
});

describe("a note", () => {
  it("reads back to its parts", () => {
    expect(parseNote(note)).toEqual({ text, signatures: [log.sign(text), witness.sign(text)] });
    const lines = "one\n\ntwo\n";
    expect(parseNote(formatNote({ text: lines, signatures: [log.sign(lines)] }))?.text).toBe(lines);
  });

  it("is opened by any known key; signatures of others are ignored", () => {
    expect(openNote(note, [log.key], verify)).toEqual({ ok: true, text, signers: [log.key] });
    expect(openNote(note, [witness.key, log.key], verify)).toEqual({ ok: true, text, signers: [log.key, witness.key] });
    const sameName: NoteKey = signerOf("writ/log", 9).key;
    expect(openNote(note, [sameName], verify)).toEqual({ ok: false, code: "note.unsigned" });
    expect(openNote(note, [], verify)).toEqual({ ok: false, code: "note.unsigned" });
    const unknown = { name: "x", id: "00000000", signature: new Uint8Array(5000) };
    const many = formatNote({ text, signatures: [...Array(16).fill(unknown), log.sign(text)] });
    expect(openNote(many, [log.key], verify)).toMatchObject({ ok: true });
  });

  it("is condemned by one bad signature of a known key, beside good ones too", () => {
    const bad = { ...log.sign(text), signature: witness.sign(text).signature };
    const short = { ...log.sign(text), signature: log.sign(text).signature.slice(1) };
    for (const signature of [bad, short]) {
      const twice = formatNote({ text, signatures: [log.sign(text), signature, witness.sign(text)] });
      expect(openNote(twice, [log.key, witness.key], verify)).toEqual({ ok: false, code: "note.bad_signature" });
      expect(openNote(twice, [witness.key], verify)).toMatchObject({ ok: true });
    }
  });

  it("is refused when it is not formed as one", () => {
    const [line = ""] = note.split("\n").slice(-3);
    const wrong = [
      "",
      text,
      note.slice(0, -1),
      `${note}\n`,
      `${note} \n`,
      note.replace("\n\n", "\n"),
      note.replace("—", "-"),
      note.replaceAll("\n", "\r\n"),
      note.replace("7", "7\u0000"),
      note.replace("7", "\t7"),
      note.replace("7", "\ud800"),
      note.replace("— writ/log ", "— writ/log  "),
      note.replace("— writ/log ", "— "),
      note.replace("— writ/log ", "— writ+log "),
      `${text}\n— writ/log AAAAAA==\n`,
      `${text}\n${`${line}\n`.repeat(65)}`,
      `${"x".repeat(300_000)}\n\n${line}\n`,
    ];
    for (const changed of wrong)
      expect([changed.slice(0, 200), parseNote(changed)]).toEqual([changed.slice(0, 200), null]);
  });

  it("does not verify with any bit of its text or of its only signature changed", () => {
    const single = Buffer.from(formatNote({ text, signatures: [log.sign(text)] }));
    for (let bit = 0; bit < single.length * 8; bit++) {
      const changed = Buffer.from(single);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect([bit, openNote(changed.toString("utf8"), [log.key], verify).ok]).toEqual([bit, false]);
    }
  });
});

describe("a checkpoint", () => {
  const trust = { publicKey: formatKey(log.key) };
  const verifier = { sha256, verifySignature: verify };
  const checkpoint = { origin: "writ/log", size: 7, root: EMPTY_ROOT };

  it("has one text", () => {
    expect(formatCheckpoint(checkpoint)).toBe(text);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    expect(parseCheckpoint(text.replace("7", "0"))?.size).toBe(0);
    for (const size of ["07", "-7", "+7", "7.0", "7e0", "0x7", " 7", "", "-0", "9007199254740992"]) {
      expect([size, parseCheckpoint(text.replace("7", size))]).toEqual([size, null]);
    }
    for (const changed of [
      `${text}extension\n`,
      `${text}\n`,
      text.slice(0, -1),
      text.replace("47DE", ""),
      `\n${text}`,
    ]) {
      expect([changed, parseCheckpoint(changed)]).toEqual([changed, null]);
    }
  });

  it("is believed when the trusted key signed it for its own origin", () => {
    expect(openCheckpoint(note, trust, verifier)).toEqual({ ok: true, checkpoint });
    expect(readCheckpoint(note)).toEqual(checkpoint);
    const other = text.replace("writ/log", "writ/other");
    const cases = [
      [formatNote({ text: other, signatures: [log.sign(other)] }), trust, "checkpoint.origin"],
      [formatNote({ text: `${text}x\n`, signatures: [log.sign(`${text}x\n`)] }), trust, "checkpoint.malformed"],
      [formatNote({ text, signatures: [witness.sign(text)] }), trust, "note.unsigned"],
      [note, { publicKey: "writ/log" }, "checkpoint.key"],
      ["", trust, "note.malformed"],
    ] as const;
    for (const [given, key, code] of cases) expect(openCheckpoint(given, key, verifier)).toEqual({ ok: false, code });
  });
});
