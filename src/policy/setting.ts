/** The `[settings]` table. */

import type { Settings } from "../kernel/rule.ts";
import { listOf, readBoolean, readString, readText } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { tableOf } from "./table.ts";

interface Reserved {
  readonly cedar_errors: never;
  readonly cedar_validate_request: never;
}

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

const readReserved: Read<never> = (_, pointer, reading) =>
  report(reading, pointer, {
    code: "settings.reserved",
    message: "this setting is for Cedar policies, which are not supported",
    help: "remove it",
    on: "key",
  });

export const readSettings: Read<Partial<Settings & Reserved>> = tableOf<Settings & Reserved>("settings", {
  workspace: readDirectory,
  protected_paths: listOf(readString),
  headless: readBoolean,
  require_limits: readBoolean,
  cedar_errors: readReserved,
  cedar_validate_request: readReserved,
});

/** Joins the settings of several files so that none widens another; of two workspaces the last one holds. */
export function joinSettings(all: readonly Partial<Settings>[]): Settings {
  return {
    workspace: all.findLast(({ workspace }) => workspace != null)?.workspace ?? null,
    protected_paths: [...new Set(all.flatMap(({ protected_paths = [] }) => protected_paths))],
    headless: all.some(({ headless }) => headless === true),
    require_limits: all.some(({ require_limits }) => require_limits === true),
  };
}
