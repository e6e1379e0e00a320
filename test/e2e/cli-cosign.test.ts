/** `writ ledger cosign` against a witness of these tests, which follows C2SP tlog-witness with code of its own. */

import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 as ownSha256 } from "#sha256";
import { cosign as askWitness } from "../../src/cli/witness.ts";
import { type NoteKey, parseWitnessKey } from "../../src/ledger/note-key.ts";
import { makeWorld, type World } from "./cli-world.ts";

const STATE = ["--state", ".writ/state/writ.db"];

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

interface Tree {
  readonly size: number;
  readonly root: Buffer;
}

/** RFC 9162 §2.1.4.2, for 0 < older < newer. */
function isContinued(older: Tree, newer: Tree, given: readonly Buffer[]): boolean {
  const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);
  const proof = Math.log2(older.size) % 1 === 0 ? [older.root, ...given] : [...given];
  const [first, ...rest] = proof;
  if (first === undefined) return false;
  let [fn, sn] = [older.size - 1, newer.size - 1];
  const shift = (): void => {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  };
  while (fn % 2 === 1) shift();
  let [fr, sr] = [first, first];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = node(hash, fr);
      sr = node(hash, sr);
      while (fn % 2 === 0 && fn !== 0) shift();
    } else sr = node(sr, hash);
    shift();
  }
  return fr.equals(older.root) && sr.equals(newer.root) && sn === 0;
}

/** A key of a name, as it is shared. */
function keyOf(name: string, type: number, raw: Uint8Array): { readonly id: Buffer; readonly text: string } {
  const id = sha256(Buffer.from(`${name}\n`), Buffer.of(type), raw).subarray(0, 4);
  return { id, text: `${name}+${id.toString("hex")}+${Buffer.from([type, ...raw]).toString("base64")}` };
}

const rawOf = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-32);

interface Witness {
  readonly key: string;
  readonly url: string;
  readonly server: Server;
  /** Bodies that came. */
  readonly asked: string[];
  /** Answers in place of its own, to the next questions. */
  readonly instead: { readonly status: number; readonly body: string }[];
  last: Tree;
}

const EMPTY: Tree = { size: 0, root: sha256() };

async function startWitness(name: string, origin: () => string): Promise<Witness> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { id, text: key } = keyOf(name, 4, rawOf(publicKey));

  function answer(body: string): { readonly status: number; readonly body: string } {
    const [head = "", text = ""] = /^((?:[^\n]+\n)+)\n(.*)$/s.exec(body)?.slice(1) ?? [];
    const [oldLine = "", ...proof] = head.trimEnd().split("\n");
    const signed = text.slice(0, text.indexOf("\n\n") + 1);
    const [named, size = "", root = ""] = signed.split("\n");
    const newer = { size: Number(size), root: Buffer.from(root, "base64") };
    const old = Number(/^old (0|[1-9]\d*)$/.exec(oldLine)?.[1] ?? Number.NaN);
    if (named !== origin()) return { status: 404, body: "" };
    if (!(old <= newer.size) || proof.length > 63) return { status: 400, body: "" };
    if (old !== witness.last.size) return { status: 409, body: `${witness.last.size}\n` };
    if (old === newer.size && !newer.root.equals(witness.last.root)) return { status: 409, body: `${old}\n` };
    const hashes = proof.map((line) => Buffer.from(line, "base64"));
    const isSame = old === 0 || old === newer.size;
    if (isSame ? hashes.length > 0 : !isContinued(witness.last, newer, hashes)) return { status: 422, body: "" };
    witness.last = newer;
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(1_795_176_000n);
    const message = Buffer.from(`cosignature/v1\ntime 1795176000\n${signed}`);
    const bytes = Buffer.concat([id, seconds, sign(null, message, privateKey)]);
    return { status: 200, body: `— ${name} ${bytes.toString("base64")}\n` };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    witness.asked.push(body);
    const isPlace = request.method === "POST" && request.url === "/w/add-checkpoint";
    const said = isPlace ? (witness.instead.shift() ?? answer(body)) : { status: 405, body: "" };
    response.writeHead(said.status).end(said.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/w`;
  const witness: Witness = { key, url, server, asked: [], instead: [], last: EMPTY };
  return witness;
}

let world: World;
let origin = "";
let one: Witness;
let other: Witness;

const read = (file: string): string => readFileSync(join(world.root, file), "utf8");

const call = (file: string) => world.run(["check", ...STATE, "read_file", file]);

const cosign = ({ url, key }: Pick<Witness, "url" | "key">, ...more: readonly string[]) =>
  world.run(["ledger", "cosign", "--witness", url, "--key", key, ...more]);

beforeAll(async () => {
  world = makeWorld();
  world.write("policy.toml", '[[rules]]\naction = "allow"\ntool_pattern = "read_*"\n');
  await call("a");
  origin = JSON.parse((await world.run(["capsule", "trust"])).out).origin;
  one = await startWitness("w.example/one", () => origin);
  other = await startWitness("w.example/other", () => origin);
});
afterAll(() => {
  for (const { server } of [one, other]) server.close();
  world.remove();
});
beforeEach(() => {
  one.asked.length = 0;
});

describe("writ ledger cosign", () => {
  test("has the newest checkpoint cosigned, the first time from nothing", async () => {
    const { code, out } = await cosign(one);
    expect([code, out]).toEqual([0, expect.stringContaining("\n— w.example/one ")]);
    expect(one.asked.map((body) => body.split("\n")[0])).toEqual(["old 0"]);
  });

  test.each([2, 3, 7])("proves %i calls later that the ledger continues what the witness saw", async (calls) => {
    const before = one.last.size;
    for (let n = 0; n < calls; n++) await call(`b${n}`);
    const { code } = await cosign(one, "--out", "w.note");
    expect([code, one.asked.map((body) => body.split("\n")[0])]).toEqual([0, ["old 0", `old ${before}`]]);
    expect(one.last.size).toBeGreaterThan(before);
  });

  test("a second witness cosigns the same note, and a capsule by it passes a quorum of both", async () => {
    expect((await cosign(one, "--out", "w.note")).code).toBe(0);
    await call("later");
    expect((await cosign(other, "--checkpoint", "w.note", "--out", "w.note")).code).toBe(0);
    const keys = ["--witness", one.key, "--witness", other.key];
    world.write("trust.json", (await world.run(["capsule", "trust", ...keys])).out);
    const capsule = ["capsule", "export", "d-2"];
    expect((await world.run([...capsule, "--checkpoint", "w.note", "--out", "both.json"])).code).toBe(0);
    const verified = await world.run(["capsule", "verify", "both.json", "--trust", "trust.json", "--json"]);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, verdict: "verified" });
    world.write("none.json", (await world.run(capsule)).out);
    const refused = await world.run(["capsule", "verify", "none.json", "--trust", "trust.json"]);
    expect([refused.code, refused.out]).toEqual([5, expect.stringContaining("witness.quorum")]);
    expect((await world.run(["ledger", "verify", "--checkpoint", "w.note"])).code).toBe(0);
  });

  test("cosigned again it has one cosignature of the witness", async () => {
    await cosign(one, "--out", "w.note");
    await cosign(one, "--checkpoint", "w.note", "--out", "w.note");
    expect(read("w.note").match(/w\.example\/one/g)).toHaveLength(1);
  });

  test.each([
    [{ status: 409, body: "999999\n" }, /has seen 999999 entries of this ledger, which has only \d+: it was cut off/],
    [{ status: 409, body: "" }, /does not say how many/],
    [{ status: 409, body: "07\n" }, /does not say how many/],
    [{ status: 409, body: "0\n" }, /does not say how many/],
    [{ status: 403, body: "" }, /does not take the signature/],
    [{ status: 404, body: "" }, /does not know this ledger/],
    [{ status: 422, body: "" }, /has seen another history/],
    [{ status: 500, body: "" }, /status 500/],
    [{ status: 301, body: "" }, /status 301/],
    [{ status: 200, body: "" }, /something else than signatures/],
    [{ status: 200, body: "<html>\n" }, /something else than signatures/],
    [{ status: 200, body: `— w.example/two ${"A".repeat(16)}\n` }, /signed with another key/],
    [{ status: 200, body: "x".repeat(70_000) }, /longer than 65536 bytes/],
  ])("%j is no cosignature, and nothing is written", async (answer, said) => {
    one.instead.push(answer);
    const { code, err, out } = await cosign(one, "--out", "no.note");
    expect([code, err, out]).toEqual([5, expect.stringMatching(said), ""]);
    expect(() => read("no.note")).toThrow("ENOENT");
  });

  test("a signature of the witness over something else is refused, and so is one that stands there twice", async () => {
    const line = (await cosign(one)).out.split("\n\n")[1] ?? "";
    const at = line.length - 12;
    const wrong = `${line.slice(0, at)}${line[at] === "A" ? "B" : "A"}${line.slice(at + 1)}`;
    const good = /— w\.example.*\n/.exec(line)?.[0] ?? "";
    for (const body of [/— w\.example.*\n/.exec(wrong)?.[0] ?? "", good + good]) {
      one.instead.push({ status: 200, body });
      expect(await cosign(one)).toMatchObject({ code: 5, err: expect.stringContaining("does not verify") });
    }
  });

  test("a witness that saw another tree of the same size tells of a fork", async () => {
    const { last } = one;
    one.last = { ...last, root: sha256() };
    expect(await cosign(one)).toMatchObject({ code: 5, err: expect.stringContaining("one of the two is a fork") });
    one.last = { size: last.size - 1, root: sha256() };
    expect(await cosign(one)).toMatchObject({ code: 5, err: expect.stringContaining("another history") });
    one.last = last;
  });

  test("an older checkpoint than the witness saw is refused, and one of another ledger is not even sent", async () => {
    await cosign(one, "--out", "old.note");
    await call("newer");
    await cosign(one);
    const old = await cosign(one, "--checkpoint", "old.note");
    expect(old).toMatchObject({ code: 5, err: expect.stringContaining("take a newer checkpoint") });
    one.asked.length = 0;
    world.write("other.note", read("old.note").replaceAll(origin, "writ/other"));
    for (const words of [
      ["ledger", "cosign", "--witness", one.url, "--key", one.key, "--checkpoint", "other.note"],
      ["capsule", "export", "d-2", "--checkpoint", "other.note"],
    ])
      expect((await world.run(words)).err).toContain("it is a checkpoint of another ledger");
    expect(one.asked).toEqual([]);
  });

  test("a witness that is not there is said to be out of reach", async () => {
    const nobody = await cosign({ ...one, url: "http://127.0.0.1:1" });
    expect(nobody).toMatchObject({ code: 5, err: expect.stringContaining("cannot be reached") });
  });

  test.each(["nothing at all", "half of an answer"])("a witness that sends %s is not waited for", async (sent) => {
    const server = createServer((_, response) => sent === "nothing at all" || response.write("— "));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const witness = parseWitnessKey(one.key, ownSha256) as NoteKey;
    const proofFrom = async () => [];
    const stop = new AbortController().signal;
    const asked = { url, witness, note: "", size: 1, held: 1, proofFrom, stop, timeoutMs: 100 };
    expect(await askWitness(asked)).toEqual({ ok: false, why: "the witness did not answer within 0.1 s" });
    server.closeAllConnections();
    server.close();
  });

  test.each([
    [["--key", "KEY"], /say where the witness is/],
    [["--witness", "ftp://w.example", "--key", "KEY"], /say where the witness is/],
    [["--witness", "https://a:b@w.example", "--key", "KEY"], /say where the witness is/],
    [["--witness", "https://w.example"], /say whom to believe/],
    [["--witness", "https://w.example", "--key", "w.example+00000000+AAAA"], /say whom to believe/],
    [["--witness", "https://w.example", "--key", "KEY", "--checkpoint", "none.note"], /cannot be read/],
  ])("%j is wrong usage", async (words, said) => {
    const { code, err } = await world.run([
      "ledger",
      "cosign",
      ...words.map((word) => (word === "KEY" ? one.key : word)),
    ]);
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
  });

  test.each([[["--witness", "w.example"]], [["--quorum", "1"]], [["--quorum", "-1"]]])(
    "a trust file is not made of %j",
    async (words) => {
      expect((await world.run(["capsule", "trust", ...words])).code).toBe(2);
    },
  );
});
