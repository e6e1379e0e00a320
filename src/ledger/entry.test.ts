import * as crypto from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { canonical } from "../kernel/canonical.ts";
import { entryHash, entryText, isInstant, NO_ENTRY, readEntry } from "./entry.ts";

const at = "2026-11-20T12:00:00.000Z";
const place = { seq: 7, prev: sha256("x"), at };
const text = entryText(place, "decision", '{"a":"ü\\"","b":[1]}');

describe("an entry", () => {
  it("is canonical json that reads back", () => {
    expect(canonical(JSON.parse(text))).toBe(text);
    expect(readEntry(text)).toEqual({ ...place, v: 1, kind: "decision", body: { a: 'ü"', b: [1] } });
  });

  it("is hashed as a leaf: a zero byte and its utf-8", () => {
    const bytes = Buffer.concat([Buffer.from([0]), Buffer.from(text, "utf8")]);
    expect(entryHash(text, sha256)).toBe(crypto.createHash("sha256").update(bytes).digest("hex"));
  });

  it("has only one form", () => {
    const good = entryText({ seq: 0, prev: NO_ENTRY, at }, "genesis", "{}");
    expect(readEntry(good)?.seq).toBe(0);
    const wrong = [
      ` ${good}`,
      `${good}\n`,
      good.replace('"v":1', '"v":2'),
      good.replace('"v":1', '"v":1.0'),
      good.replace('"seq":0', '"seq":-1'),
      good.replace('"seq":0', '"seq":00'),
      good.replace('"seq":0', '"seq":9007199254740992'),
      good.replace("genesis", "other"),
      good.replace("genesis", "toString"),
      good.replace('"body":{}', '"body":{"b":1,"a":2}'),
      good.replace('"body":{}', '"body":{},"body":{}'),
      good.replace('"body":{}', '"body":{},"extra":1'),
      good.replace('"body":{},', ""),
      good.replace(NO_ENTRY, NO_ENTRY.slice(1)),
      good.replace(NO_ENTRY, "A".repeat(64)),
      good.replace(".000Z", "Z"),
      "null",
      "[]",
      "",
    ];
    for (const changed of wrong) expect([changed, readEntry(changed)]).toEqual([changed, null]);
  });

  it("may hold a body as deep as canonical json can be", () => {
    const deep = `${"[".repeat(64)}${"]".repeat(64)}`;
    expect(readEntry(entryText(place, "decision", deep))).not.toBeNull();
    expect(readEntry(entryText(place, "decision", `[${deep}]`))).toBeNull();
  });
});

describe("an instant", () => {
  it("has one form", () => {
    expect(isInstant(at)).toBe(true);
    for (const other of ["2026-11-20T12:00:00Z", "2026-11-20T12:00:00.0000Z", "2026-11-20T12:00:00.000+00:00"]) {
      expect([other, isInstant(other)]).toEqual([other, false]);
    }
    expect(isInstant("2026-02-30T12:00:00.000Z")).toBe(false);
    expect(isInstant("2026-11-20T25:00:00.000Z")).toBe(false);
  });
});
