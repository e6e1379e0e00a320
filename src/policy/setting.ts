/** The `[settings]` table. */

import type { Settings } from "../kernel/rule.ts";
import { listOf, matching, readBoolean, readString, readText, wordOf } from "./reader.ts";
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

/** A day is longer than anybody should hold a budget for, or be wrong about the time. */
const DAY = 86_400;
const THIRTY_DAYS = 2_592_000;
const TEN_YEARS = 315_360_000;

/** The lengths of time, in seconds, and the longest of each. */
const LONGEST = {
  ticket_ttl: DAY,
  ask_ttl: THIRTY_DAYS,
  clock_tolerance: DAY,
  clock_idle: TEN_YEARS,
} as const;

type Length = keyof typeof LONGEST;

function secondsOf(name: Length): Read<number> {
  const most = LONGEST[name];
  return (value, pointer, reading) => {
    const seconds = typeof value === "bigint" || typeof value === "number" ? Number(value) : Number.NaN;
    if (Number.isInteger(seconds) && seconds >= 1 && seconds <= most) return seconds;
    const message = `expected a whole number of seconds from 1 to ${most}`;
    return report(reading, pointer, { code: "value.type", message, help: "write it like `300`" });
  };
}

/** What the ledger and its readers cannot do without is not among what can be left out. */
const readRedaction: Read<string> = (value, pointer, reading) => {
  const place = readText(value, pointer, reading);
  if (place === undefined || (POINTER.test(place) && !KEPT.has(place.split("/")[1] as string))) return place;
  const message = `expected a JSON Pointer into a call, and not to its ${[...KEPT].join(", ")}`;
  return report(reading, pointer, { code: "value.pointer", message, help: "write it like `/args/card`" });
};

const POINTER = /^(?:\/(?:[^~/\p{C}]|~[01])+)+$/u;

const KEPT: ReadonlySet<string> = new Set(["kind", "id", "at", "idempotency_key", "principal", "session", "tenant"]);

/** A part of the name of a ledger, and of files. */
const readTenant = matching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/, {
  code: "value.tenant",
  message: "a tenant with a ledger of its own is named by letters, digits, `_` and `-`, 64 at most",
});

export const readSettings: Read<Partial<Settings>> = tableOf<Settings>("settings", {
  workspace: readDirectory,
  protected_paths: listOf(readString),
  headless: readBoolean,
  require_limits: readBoolean,
  cedar_errors: wordOf<Settings["cedar_errors"]>({ deny: "deny", skip: "skip" }),
  cedar_validate_request: wordOf<Settings["cedar_validate_request"]>({ strict: "strict", skip: "skip" }),
  tenants: listOf(readTenant),
  ledger_tenant: readTenant,
  ticket_ttl: secondsOf("ticket_ttl"),
  ask_ttl: secondsOf("ask_ttl"),
  clock_tolerance: secondsOf("clock_tolerance"),
  clock_idle: secondsOf("clock_idle"),
  redact: listOf(readRedaction),
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
    ...tenantsOf(all),
    ...shortest(all),
    ...outermost(all.flatMap(({ redact = [] }) => redact)),
  };
}

/** In order, each once, and none within another: what one file leaves out no other shows. */
function outermost(pointers: readonly string[]): Pick<Settings, "redact"> {
  const redact = [...new Set(pointers)]
    .filter((pointer) => !pointers.some((other) => pointer.startsWith(`${other}/`)))
    .toSorted();
  return redact.length === 0 ? {} : { redact };
}

/** Of several that say whose ledger it is, the last one holds. */
function tenantsOf(all: readonly Partial<Settings>[]): Pick<Settings, "tenants" | "ledger_tenant"> {
  const tenants = [...new Set(all.flatMap((settings) => settings.tenants ?? []))];
  const own = all.findLast(({ ledger_tenant }) => ledger_tenant != null)?.ledger_tenant;
  return { ...(tenants.length === 0 ? {} : { tenants }), ...(own === undefined ? {} : { ledger_tenant: own }) };
}

function shortest(all: readonly Partial<Settings>[]): Pick<Settings, Length> {
  const stated = (Object.keys(LONGEST) as Length[]).flatMap((name) => {
    const lengths = all.flatMap((settings) => settings[name] ?? []);
    return lengths.length === 0 ? [] : [[name, Math.min(...lengths)] as const];
  });
  return Object.fromEntries(stated);
}

/** Somebody says `skip`, and nobody says otherwise. */
function loosened(all: readonly Partial<Settings>[], name: "cedar_errors" | "cedar_validate_request"): boolean {
  const stated = all.flatMap((settings) => settings[name] ?? []);
  return stated.length > 0 && stated.every((value) => value === "skip");
}
