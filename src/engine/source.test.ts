import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSources, type Search } from "./source.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "writ-source-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string | Uint8Array = "# policy"): string {
  const full = join(root, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, text);
  return full;
}

function read(search: Partial<Search> = {}): { names: string[]; codes: string[] } {
  const { files, diagnostics } = readSources({ paths: [], cwd: root, system: null, ...search });
  return { names: files.map(({ name }) => name), codes: diagnostics.map(({ code }) => code) };
}

const asRoot = process.getuid?.() === 0;

describe("without paths", () => {
  test("the nearest place upward wins, and is called the same from everywhere below", () => {
    write("policy.toml");
    const below = join(root, "a/b");
    mkdirSync(below, { recursive: true });
    expect(read({ cwd: below }).names).toEqual(["policy.toml"]);
    write("a/.writ/x.toml");
    expect(read({ cwd: below }).names).toEqual([".writ/x.toml"]);
  });

  test("policy.toml stands before .writ/, and .writ/ before .radium/policy.toml", () => {
    write(".radium/policy.toml");
    expect(read().names).toEqual([".radium/policy.toml"]);
    write(".writ/a.toml");
    expect(read().names).toEqual([".writ/a.toml"]);
    write("policy.toml");
    expect(read().names).toEqual(["policy.toml"]);
  });

  test("a .writ/ that holds only state is passed over", () => {
    write(".writ/state/writ.db");
    write(".radium/policy.toml");
    expect(read().names).toEqual([".radium/policy.toml"]);
  });

  test("a policy.toml that cannot be read is an error, not an absence", () => {
    symlinkSync("nowhere", join(root, "policy.toml"));
    write(".radium/policy.toml");
    expect(read()).toEqual({ names: [], codes: ["source.unreadable"] });
  });

  test("no policy is the error policy.none", () => {
    expect(read()).toEqual({ names: [], codes: ["policy.none"] });
  });
});

describe("a directory", () => {
  test("gives its policies by name, and nothing else", () => {
    for (const name of [
      "b.toml",
      "a.json",
      "B.toml",
      "writ.toml",
      "a.test.toml",
      "notes.md",
      ".x.toml",
      "sub/c.toml",
    ]) {
      write(`p/${name}`);
    }
    expect(read({ paths: ["p"] })).toEqual({ names: ["p/B.toml", "p/a.json", "p/b.toml"], codes: [] });
  });

  test("with a name that looks like a policy is wrong", () => {
    write("p/a.toml");
    write("p/b.tml");
    expect(read({ paths: ["p"] })).toEqual({ names: ["p/a.toml"], codes: ["source.lookalike"] });
  });

  test("without policies is wrong, though the machine has some", () => {
    write("p/notes.md");
    write("etc/a.toml");
    const { codes } = read({ paths: ["p"], system: join(root, "etc") });
    expect(codes).toContain("policy.none");
  });
});

describe("a path", () => {
  test("names the file as it was given", () => {
    const full = write("p.toml");
    expect(read({ paths: ["./p.toml"] }).names).toEqual(["p.toml"]);
    expect(read({ paths: [full] }).names).toEqual([full]);
  });

  test("that is given twice is read once", () => {
    write("p/a.toml");
    symlinkSync("a.toml", join(root, "p/b.toml"));
    expect(read({ paths: ["p", "p/a.toml"] }).names).toEqual(["p/a.toml"]);
  });

  test.each([
    ["that does not exist", () => {}, "source.unreadable"],
    ["that leads to itself", () => symlinkSync("p.toml", join(root, "p.toml")), "source.unreadable"],
    ["to a directory named like a file", () => mkdirSync(join(root, "p.toml")), "policy.none"],
    ["to a pipe nobody writes to", () => void execFileSync("mkfifo", [join(root, "p.toml")]), "source.not_a_file"],
    [
      "to a file that is too large",
      () => void write("p.toml", new Uint8Array(10_485_761).fill(32)),
      "source.too_large",
    ],
    ["to what is not utf-8", () => void write("p.toml", Uint8Array.of(0x23, 0x0a, 0x61, 0xff)), "source.utf8"],
  ])("%s is an error", (_what, prepare, code) => {
    prepare();
    expect(read({ paths: ["p.toml"] })).toEqual({ names: [], codes: [code] });
  });

  test("to what is not utf-8 is told with the place", () => {
    write("p.toml", Uint8Array.of(0x23, 0x0a, 0x61, 0xc3, 0xa9, 0xff, 0x62));
    const { diagnostics } = readSources({ paths: ["p.toml"], cwd: root, system: null });
    expect(diagnostics).toMatchObject([{ line: 2, column: 3 }]);
  });

  test("to a file with a byte order mark gives its text", () => {
    write("p.toml", Uint8Array.of(0xef, 0xbb, 0xbf, 0x23));
    expect(readSources({ paths: ["p.toml"], cwd: root, system: null }).files).toEqual([{ name: "p.toml", text: "#" }]);
  });
});

describe("the machine's own policies", () => {
  test.runIf(asRoot)("stand before all others", () => {
    const system = join(root, "etc");
    write("etc/a.toml");
    write("policy.toml");
    expect(read({ system }).names).toEqual([join(system, "a.toml"), "policy.toml"]);
  });

  test("that others can write are refused", () => {
    const system = join(root, "etc");
    write("etc/a.toml");
    chmodSync(join(system, "a.toml"), 0o666);
    expect(read({ system }).codes).toContain("source.untrusted");
    chmodSync(system, 0o777);
    expect(read({ system }).names).toEqual([]);
  });

  test("need not be there", () => {
    write("policy.toml");
    expect(read({ system: join(root, "etc") })).toEqual({ names: ["policy.toml"], codes: [] });
  });
});
