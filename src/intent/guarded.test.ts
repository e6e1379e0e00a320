import { describe, expect, test } from "vitest";
import type { Text } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { guardedRefusal } from "./guarded.ts";
import { NO_SNAPSHOT } from "./record.ts";
import type { Touch } from "./shell/analysis.ts";

const SNAPSHOT: Snapshot = {
  ...NO_SNAPSHOT,
  sources: [{ name: "policy.toml", text: "" }],
  settings: { ...NO_SNAPSHOT.settings, workspace: "/w/p", protected_paths: ["infra"] },
};

const refusalOf = (path: Text, use: Touch["use"]): string | null =>
  guardedRefusal([{ path, use }], SNAPSHOT, (name) => (name === "link" ? "/w/p/.writ/x" : null))?.code ?? null;

describe("refused", () => {
  test.each<[Touch["use"], Text]>([
    ["write", "policy.toml"],
    ["write", "a/../POLICY.toml"],
    ["unknown", "/elsewhere/policy.toml"],
    ["write", ".writ/state"],
    ["write", "link"],
    ["write", "infra/x"],
    ["write", "policy.toml. "],
    ["write", "file:///x/polic%79.toml"],
    ["move", "."],
    ["move", "/w/p"],
    ["move", "/w"],
    ["move", ".."],
    ["move", "~"],
    ["move", ".git"],
    ["move", "*"],
    ["move", "../*"],
    ["move", ".git/*"],
    ["write", "**/*.toml"],
    ["move", "build/*/policy.toml"],
    ["write", ["", "/.writ/x"]],
    ["write", ["", "policy.toml"]],
    ["move", [".writ", ""]],
    ["read", ".writ/keys/a"],
    ["read", ".writ/keys/*"],
    ["read", ".writ/*/a"],
    ["read", ["", "/.writ/keys/a"]],
  ])("%s %j", (use, path) => expect(refusalOf(path, use)).toBe("policy.protected"));
});

describe("not refused", () => {
  test.each<[Touch["use"], Text]>([
    ["read", "policy.toml"],
    ["read", ".writ"],
    ["read", "*"],
    ["read", ".writ/*"],
    ["read", "keys/a"],
    ["write", "policy.toml.bak"],
    ["write", "mypolicy.toml"],
    ["write", "."],
    ["unknown", "*"],
    ["move", "build/*"],
    ["move", "*.log"],
    ["move", "src"],
    ["move", "/tmp/*"],
    ["write", "src/*.toml"],
    ["move", ["", ""]],
    ["move", ["", "/x"]],
    ["write", ["my-", "-policy.toml"]],
  ])("%s %j", (use, path) => expect(refusalOf(path, use)).toBeNull());
});
