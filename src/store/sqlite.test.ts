import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import Database from "libsql";
import { afterAll, describe, expect, it } from "vitest";
import { readLedgerFile, sqliteStore } from "./sqlite.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "writ-sqlite-"));
let count = 0;
const freshFile = (): string => path.join(root, `made for it ${count++} #%?`, "ledger.db");

afterAll(() => fs.rmSync(root, { recursive: true }));

/** A program that dies holding the lock, in the middle of a transaction. */
const killed = (file: string): string => `
  import Database from "libsql";
  const lock = new Database(${JSON.stringify(`${file}.lock`)});
  lock.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
  const database = new Database(${JSON.stringify(file)});
  database.exec("BEGIN IMMEDIATE; INSERT INTO entries VALUES (1, 'half done')");
  process.kill(process.pid, "SIGKILL");
`;

const batch = (first: number, size: number) => ({
  first,
  prev: "",
  last: "",
  entries: Array.from({ length: size }, (_, i) => `text ${first + i}`),
  tiles: [],
});

describe("a sqlite file", () => {
  it("has one writer: a second one is refused, and takes over when the first has closed", async () => {
    const file = freshFile();
    const [first, second] = [sqliteStore(file), sqliteStore(file)];
    await first.open();
    await expect(second.open()).rejects.toMatchObject({ code: "locked" });
    await first.append(batch(0, 2));
    await first.close();
    expect(await second.open()).toEqual({ size: 2 });
    await second.close();
  });

  it("has one writer by whatever name it is opened", async () => {
    const file = freshFile();
    const first = sqliteStore(file);
    await first.open();
    const alias = path.join(root, "alias.db");
    fs.symlinkSync(file, alias);
    await expect(sqliteStore(alias).open()).rejects.toMatchObject({ code: "locked" });
    await first.close();
  });

  it("is refused when its name leads nowhere", async () => {
    const file = freshFile();
    fs.mkdirSync(path.dirname(file));
    fs.symlinkSync(`${file}.gone`, file);
    await expect(sqliteStore(file).open()).rejects.toMatchObject({ name: "StoreError", code: "refused" });
  });

  it("needs no cleaning up after its writer was killed", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 1));
    await store.close();
    const options = { input: killed(file), cwd: import.meta.dirname };
    expect(spawnSync(process.execPath, ["--input-type=module"], options).signal).toBe("SIGKILL");
    expect(await store.open()).toEqual({ size: 1 });
    await store.append(batch(1, 1));
    await store.close();
  });

  it("makes room in its log once it is busy, and is read back from there when its writer is gone", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    const sizes: number[] = [];
    for (let i = 0; i < 40; i++) {
      await store.append(batch(i, 1));
      sizes.push(fs.statSync(`${file}-wal`).size);
    }
    expect([(sizes[5] ?? 0) < 1e6, (sizes[20] ?? 0) > 8e6, sizes[20] === sizes[39]]).toEqual([true, true, true]);
    const copy = freshFile();
    fs.mkdirSync(path.dirname(copy));
    for (const end of ["", "-wal"]) fs.copyFileSync(`${file}${end}`, `${copy}${end}`);
    await store.close();
    const left = sqliteStore(copy);
    expect(await left.open()).toEqual({ size: 40 });
    expect([...(left.entries(0, 40) as Iterable<string>)]).toEqual(batch(0, 40).entries);
    await left.close();
    expect(fs.statSync(`${copy}-wal`).size).toBe(0);
  });

  it("is locked, not broken, while a process that was killed lets go of it piece by piece", async () => {
    const file = freshFile();
    fs.mkdirSync(path.dirname(file));
    // The lock beside it is free already.
    const dying = new Database(file);
    dying.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE");
    const store = sqliteStore(file);
    await expect(store.open()).rejects.toMatchObject({ code: "locked" });
    dying.exec("ROLLBACK");
    dying.close();
    expect(await store.open()).toEqual({ size: 0 });
    await store.close();
  });

  it("is corrupt when what is read of it is found to be damaged", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 2000));
    await store.close();
    const whole = fs.readFileSync(file);
    fs.writeFileSync(file, whole.fill(0xff, 9 * 8192, 12 * 8192));
    await store.open();
    expect(() => [...(store.entries(0, 2000) as Iterable<string>)]).toThrow(
      expect.objectContaining({ code: "corrupt" }),
    );
    await store.close();
  });

  it("is private to its owner, with everything beside it", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 1));
    for (const name of fs.readdirSync(path.dirname(file))) {
      const { mode } = fs.statSync(path.join(path.dirname(file), name));
      expect([name, mode & 0o077]).toEqual([name, 0]);
    }
    await store.close();
  });

  it("can be read beside its writer, and not written", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 600));
    const reader = await readLedgerFile(file);
    await store.append(batch(600, 5));
    expect(reader.size()).toBe(605);
    expect([...(reader.entries(598, 700) as Iterable<string>)]).toEqual(batch(598, 7).entries);
    reader.close();
    await store.close();
    const later = await readLedgerFile(file);
    expect(later.size()).toBe(605);
    later.close();
  });

  it("is not made by reading", async () => {
    const file = freshFile();
    await expect(readLedgerFile(file)).rejects.toMatchObject({ code: "foreign" });
    expect(fs.existsSync(path.dirname(file))).toBe(false);
  });

  it("of format 1 is read as it is, and brought to format 2 by its writer", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 2));
    await store.close();
    const raw = new Database(file);
    raw.exec("DROP TABLE openings; DROP TABLE secrets; PRAGMA user_version = 1");
    raw.close();
    const reader = await readLedgerFile(file);
    expect([reader.size(), await reader.openings(1)]).toEqual([2, []]);
    reader.close();
    await store.open();
    const opening = { seq: 2, pointer: "/a", salt: "0".repeat(64), value: "1" };
    await store.append({ ...batch(2, 1), openings: [opening] });
    expect([await store.openings(2), (await store.secret()).length]).toEqual([[{ ...opening, seq: undefined }], 64]);
    await store.close();
  });

  it("keeps no byte of what was forgotten", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    const opening = { seq: 0, pointer: "/a", salt: "0".repeat(64), value: `"${"forget me ".repeat(2000)}"` };
    await store.append({ ...batch(0, 1), openings: [opening] });
    const bytes = () => [file, `${file}-wal`].filter(fs.existsSync).map((each) => fs.readFileSync(each, "latin1"));
    expect(bytes().join()).toContain("forget me");
    await store.forget(0);
    expect(bytes().join()).not.toContain("forget me");
    await store.close();
    expect(bytes().join()).not.toContain("forget me");
  });

  it("is refused when it is another application's, of another format, or no database", async () => {
    const file = path.join(root, "other.db");
    const other = new Database(file);
    other.exec("CREATE TABLE t (a)");
    other.close();
    await expect(sqliteStore(file).open()).rejects.toMatchObject({ code: "foreign" });
    await expect(readLedgerFile(file)).rejects.toMatchObject({ code: "foreign" });
    const newer = freshFile();
    const store = sqliteStore(newer);
    await store.open();
    await store.close();
    const raw = new Database(newer);
    raw.exec("PRAGMA user_version = 3");
    raw.close();
    await expect(store.open()).rejects.toMatchObject({ code: "foreign" });
    const text = path.join(root, "text.db");
    fs.writeFileSync(text, "this is no database\n".repeat(500));
    await expect(sqliteStore(text).open()).rejects.toMatchObject({ code: "corrupt" });
    expect(fs.readFileSync(text, "utf8")).toMatch(/^this is no database/);
  });

  it("refuses to go on when something else has written to it, until it is opened again", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 1));
    const raw = new Database(file);
    raw.exec("UPDATE entries SET text = 'other'");
    raw.close();
    await expect(store.append(batch(1, 1))).rejects.toMatchObject({ code: "refused" });
    await store.close();
    await store.open();
    await store.append(batch(1, 1));
    await store.close();
  });

  it("keeps one of two entries with the same number", async () => {
    const file = freshFile();
    const store = sqliteStore(file);
    await store.open();
    await store.append(batch(0, 2));
    const raw = new Database(file);
    expect(() => raw.exec("INSERT INTO entries VALUES (1, 'twice')")).toThrow();
    raw.close();
    await store.close();
  });
});
