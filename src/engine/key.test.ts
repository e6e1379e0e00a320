import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { openCheckpoint } from "../ledger/checkpoint.ts";
import { EMPTY_ROOT } from "../ledger/node.ts";
import { createKey, newOrigin, readKey } from "./key.ts";
import { verifyEd25519 } from "./key-ed25519.ts";
import { signedFile } from "./key-signed.ts";
import { openSigner } from "./signer.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-key-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

let files = 0;
const freshFile = (): string => path.join(fs.mkdtempSync(path.join(root, "d")), `key${files++}`);

function freshKey(): string {
  const file = freshFile();
  createKey(file, sha256);
  return file;
}

const signedOf = (file: string): string => signedFile(file, readKey(file, sha256).publicKey);

const rootOf = (size: number): string => (size === 0 ? EMPTY_ROOT : sha256(`root ${size}`));
const head = (size: number) => ({ size, root: rootOf(size) });
const rootAt = async (size: number): Promise<string> => rootOf(size);

describe("a key file", () => {
  it("is made once, private, beside a state that says that nothing was signed", () => {
    const file = freshKey();
    const before = fs.readFileSync(file, "utf8");
    const names = [file, signedOf(file)];
    expect(fs.readdirSync(path.dirname(file)).sort()).toEqual(names.map((name) => path.basename(name)));
    for (const name of names) expect(fs.statSync(name).mode & 0o777).toBe(0o600);
    expect(() => createKey(file, sha256)).toThrow(expect.objectContaining({ code: "exists" }));
    expect(fs.readFileSync(file, "utf8")).toBe(before);
    expect(openSigner(file, sha256).lastSigned()).toMatchObject({ size: 0, root: EMPTY_ROOT });
  });

  it("has a random origin for its name", () => {
    expect(newOrigin()).toMatch(/^writ\/[0-9a-f]{32}$/);
    const [first, second] = [freshKey(), freshKey()].map((file) => readKey(file, sha256).publicKey.name);
    expect(first).toMatch(/^writ\/[0-9a-f]{32}$/);
    expect(first).not.toBe(second);
  });

  it("is made beside what earlier keys of its name left, which stays", async () => {
    const file = freshKey();
    await openSigner(file, sha256).sign(head(3), rootAt);
    const [before, text] = [signedOf(file), fs.readFileSync(signedOf(file), "utf8")];
    fs.rmSync(file);
    expect(createKey(file, sha256).publicKey.name).toBe(openSigner(file, sha256).origin);
    expect(fs.readFileSync(before, "utf8")).toBe(text);
  });

  const damage: readonly (readonly [string, string, (file: string) => void])[] = [
    ["missing", "missing", (file) => fs.rmSync(file)],
    ["empty", "malformed", (file) => fs.truncateSync(file)],
    ["cut off", "malformed", (file) => fs.truncateSync(file, 60)],
    ["too large", "malformed", (file) => fs.appendFileSync(file, "x".repeat(5000))],
    ["with more after it", "malformed", (file) => fs.appendFileSync(file, "x\n")],
    ["not text", "malformed", (file) => fs.writeFileSync(file, Buffer.alloc(100, 0xff))],
    ["readable by the group", "exposed", (file) => fs.chmodSync(file, 0o640)],
    ["readable by others", "exposed", (file) => fs.chmodSync(file, 0o604)],
    ["writable by others", "exposed", (file) => fs.chmodSync(file, 0o602)],
    ["a symbolic link", "exposed", (file) => link(file, fs.symlinkSync)],
    ["a directory", "malformed", (file) => replace(file, () => fs.mkdirSync(file, 0o700))],
  ];

  it.each(damage)("is refused when it is %s", (_, code, spoil) => {
    const file = freshKey();
    spoil(file);
    expect(() => openSigner(file, sha256)).toThrow(expect.objectContaining({ name: "KeyError", code }));
  });

  it.each(damage)("is refused when what it signed is %s", (_, code, spoil) => {
    const file = freshKey();
    const signer = openSigner(file, sha256);
    spoil(signedOf(file));
    expect(() => openSigner(file, sha256)).toThrow(expect.objectContaining({ name: "KeyError", code }));
    expect(() => signer.lastSigned()).toThrow(expect.objectContaining({ code }));
  });

  it("is refused when its name, its id or its key was exchanged", () => {
    const [file, other] = [freshKey(), freshKey()];
    const [, , name, id, seed] = fs.readFileSync(file, "utf8").split("+");
    const [, , otherName, otherId, otherSeed] = fs.readFileSync(other, "utf8").split("+");
    const mixtures = [
      [otherName, id, seed],
      [name, otherId, seed],
      [name, id, otherSeed],
      [name, id?.toUpperCase(), seed],
    ].map((members) => ["PRIVATE", "KEY", ...members].join("+"));
    for (const text of mixtures.filter((mixture) => mixture !== fs.readFileSync(file, "utf8"))) {
      const spoiled = freshKey();
      fs.writeFileSync(spoiled, text);
      expect(() => readKey(spoiled, sha256)).toThrow(expect.objectContaining({ code: "malformed" }));
    }
    fs.copyFileSync(signedOf(other), signedOf(file));
    expect(() => openSigner(file, sha256)).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("a signer", () => {
  it("signs what continues, and remembers it", async () => {
    const file = freshKey();
    const signer = openSigner(file, sha256);
    for (const size of [1, 1, 5, 300]) {
      const note = await signer.sign(head(size), rootAt);
      const opened = openCheckpoint(note, signer, { sha256, verifySignature: verifyEd25519 });
      expect(opened).toEqual({ ok: true, checkpoint: { origin: signer.origin, ...head(size) } });
      expect(openSigner(file, sha256).lastSigned()).toMatchObject(head(size));
    }
  });

  it("refuses what is older, or another history, whoever signed the last", async () => {
    const file = freshKey();
    const [first, second] = [openSigner(file, sha256), openSigner(file, sha256)];
    await first.sign(head(10), rootAt);
    const other = async (size: number): Promise<string> => sha256(`other ${size}`);
    for (const wrong of [
      second.sign(head(9), rootAt),
      second.sign({ size: 0, root: EMPTY_ROOT }, rootAt),
      second.sign({ size: 10, root: await other(10) }, other),
      second.sign({ size: 11, root: await other(11) }, other),
    ]) {
      await expect(wrong).rejects.toMatchObject({ code: "rolled_back" });
    }
    expect(first.lastSigned()).toMatchObject(head(10));
    await second.sign(head(11), rootAt);
  });

  it("gives no signature when it cannot remember", async () => {
    const file = freshKey();
    const signer = openSigner(file, sha256);
    fs.mkdirSync(`${signedOf(file)}.new`);
    await expect(signer.sign(head(1), rootAt)).rejects.toThrow();
    expect(signer.lastSigned()).toMatchObject({ size: 0 });
  });
});

function replace(file: string, make: () => void): void {
  fs.rmSync(file);
  make();
}

function link(file: string, make: (target: string, name: string) => void): void {
  fs.renameSync(file, `${file}.moved`);
  make(`${file}.moved`, file);
}
