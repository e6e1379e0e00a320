/** The `[settings]` table. */

import type { Settings } from "../kernel/rule.ts";
import { listOf, readBoolean, readString, readText, wordOf } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { tableOf } from "./table.ts";

/** Nothing is read relative to a working directory, and comparing needs one spelling. */
const readDirectory: Read<string> = (value, pointer, reading) => {
  const path = readText(value, pointer, reading);
  if (path === undefined || path === "/" || isNormal(path)) return path;
  const message = "expected an absolute directory, without `.`, `..` and needless `/`";
  return report(reading, pointer, { code: "value.path", message, help: "write it like `/home/me/project`" });
};

function isNormal(path: string): boolean {
  const [root, ...segments] = path.split("/");
  return (
    root === "" &&
    segments.length > 0 &&
    segments.every((segment) => segment !== "" && segment !== "." && segment !== "..")
  );
}

export const readSettings: Read<Partial<Settings>> = tableOf<Settings>("settings", {
  workspace: readDirectory,
  protected_paths: listOf(readString),
  headless: readBoolean,
  require_limits: readBoolean,
  cedar_errors: wordOf<Settings["cedar_errors"]>({ deny: "deny", skip: "skip" }),
  cedar_validate_request: wordOf<Settings["cedar_validate_request"]>({ strict: "strict", skip: "skip" }),
});

/** Joins the settings of several files so that none widens another; of two workspaces the last one holds. */
export function joinSettings(all: readonly Partial<Settings>[]): Settings {
  return {
    workspace: all.findLast(({ workspace }) => workspace != null)?.workspace ?? null,
    protected_paths: [...new Set(all.flatMap(({ protected_paths = [] }) => protected_paths))],
    headless: all.some(({ headless }) => headless === true),
    require_limits: all.some(({ require_limits }) => require_limits === true),
    cedar_errors: loosened(all, "cedar_errors") ? "skip" : "deny",
    cedar_validate_request: loosened(all, "cedar_validate_request") ? "skip" : "strict",
  };
}

/** Somebody says `skip`, and nobody says otherwise. */
function loosened(all: readonly Partial<Settings>[], name: "cedar_errors" | "cedar_validate_request"): boolean {
  const stated = all.flatMap((settings) => settings[name] ?? []);
  return stated.length > 0 && stated.every((value) => value === "skip");
}
