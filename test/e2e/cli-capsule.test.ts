import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyCapsule } from "../../src/verify.ts";
import { buildPackage } from "./built.ts";
import { makeWorld, type World } from "./cli-world.ts";

const STATE = ["--state", ".writ/state/writ.db"];

let world: World;
const built = buildPackage();

beforeAll(async () => {
  world = makeWorld();
  world.write("policy.toml", 'approval_mode = "ask"\n[[rules]]\naction = "allow"\ntool_pattern = "read_*"\n');
  await world.run(["check", ...STATE, "read_file", "İstanbul.txt"]);
  await world.run(["check", ...STATE, "write_file", "x"]);
  world.write("apart/trust.json", (await world.run(["capsule", "trust"])).out);
  world.write("apart/c.json", (await world.run(["capsule", "export", "d-2"])).out);
});
afterAll(() => {
  world.remove();
  rmSync(built, { recursive: true, force: true });
});

const verify = (...words: readonly string[]) => world.run(["capsule", "verify", ...words]);

describe("writ capsule", () => {
  test("exports by the id of a decision or the number of its entry, to a file or out", async () => {
    const { code } = await world.run(["capsule", "export", "2", "--out", "apart/same.json"]);
    expect(code).toBe(0);
    const [one, two] = ["c.json", "same.json"].map((name) => readFileSync(join(world.root, "apart", name), "utf8"));
    expect(one).toBe(two);
  });

  test("verifies with a trust file, and says each check", async () => {
    const { code, out } = await verify("apart/c.json", "--trust", "apart/trust.json");
    expect([code, out]).toEqual([0, expect.stringContaining("verified: allow")]);
    const { out: json } = await verify("apart/c.json", "--trust", "apart/trust.json", "--json");
    expect(JSON.parse(json)).toMatchObject({ ok: true, verdict: "verified", asserted: ["at", "basis"] });
  });

  test("names what was changed, and exits with 5", async () => {
    const text = readFileSync(join(world.root, "apart/c.json"), "utf8");
    world.write("changed.json", text.replace('"decision":"allow"', '"decision":"deny"'));
    const { code, out } = await verify("changed.json", "--trust", "apart/trust.json");
    expect([code, out]).toEqual([5, expect.stringContaining("entry.decision: the entry records another decision")]);
  });

  test.each([
    [["export"]],
    [["export", "d-0"]],
    [["export", "99"]],
    [["verify", "apart/c.json"]],
    [["verify", "none.json", "--trust", "apart/trust.json"]],
    [["trust", "--state", "none.db"]],
  ])("%j is wrong usage", async (words) => {
    expect((await world.run(["capsule", ...words])).code).toBe(2);
  });

  test("nothing but the file and the trust is needed: no network, other time zone, other locale, no policy", () => {
    mkdirSync(join(world.root, "empty"));
    for (const name of ["c.json", "trust.json"])
      writeFileSync(join(world.root, "empty", name), readFileSync(join(world.root, "apart", name)));
    const words = [join(built, "dist/cli/main.js"), "capsule", "verify", "c.json", "--trust", "trust.json", "--json"];
    const alone = spawnSync("unshare", ["-n", "true"]).status === 0 ? ["unshare", "-n"] : [];
    const results = ["UTC C", "Pacific/Apia tr_TR.UTF-8", "America/Caracas ar_EG.UTF-8"].map((place) => {
      const [TZ = "", LC_ALL = ""] = place.split(" ");
      const [command = "", ...rest] = [...alone, process.execPath, ...words];
      const env = { PATH: process.env["PATH"], TZ, LC_ALL, LANG: LC_ALL };
      return spawnSync(command, rest, { cwd: join(world.root, "empty"), env, encoding: "utf8" });
    });
    expect(results.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(results.map(({ stdout }) => stdout)).size).toBe(1);
  });

  test("the browser's verifier, by WebCrypto, leaves out what needs the parsers and nothing else", async () => {
    const [capsule = "", trust = ""] = ["c.json", "trust.json"].map((name) =>
      readFileSync(join(world.root, "apart", name), "utf8"),
    );
    const report = await verifyCapsule(capsule, trust);
    const open = report.checks.filter(({ result }) => result !== "passed").map(({ code }) => code);
    expect([report.verdict, open]).toEqual(["incomplete", ["skipped.normaliser", "skipped.loader"]]);
    const forged = capsule.replace(/(— [^ ]+ .{20})(.)/, (_, before, digit) => `${before}${digit === "/" ? "A" : "/"}`);
    const { checks } = await verifyCapsule(forged, trust);
    expect(checks.find(({ name }) => name === "checkpoint")?.code).toBe("checkpoint.signature");
  });
});
