/** Who a tool is: its name and server checked, its other spellings, its row; remembered a snapshot and name. */

import { foldCase } from "../kernel/glob.ts";
import type { Entity } from "../kernel/request.ts";
import type { Snapshot, Tool } from "../kernel/rule.ts";
import { CallError, optionalText, requiredText } from "./call.ts";
import { toolRow } from "./tool-table.ts";

export interface Identity {
  readonly name: string;
  readonly server: string | null;
  /** With its server: `github/create_issue`. */
  readonly full: string;
  /** Lower-cased; what deny and ask rules know it by. Begins with `full`. */
  readonly forms: readonly string[];
  readonly row: Tool | null;
  readonly resource: Entity;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

/** Beyond so many names a snapshot, identities are made anew each time: a caller cannot fill the memory. */
const REMEMBERED = 16_384;

const remembered = new WeakMap<Snapshot, Map<string, Identity>>();
let last: Snapshot | null = null;
let lastNames = new Map<string, Identity>();

/** Who a call's tool and server are; refuses names that are not of the published form, such as look-alikes. */
export function identityOf(tool: unknown, server: unknown, snapshot: Snapshot): Identity {
  const names = snapshot === last ? lastNames : namesOf(snapshot);
  // A name that is remembered was found good before.
  const known = typeof tool === "string" && isAbsent(server) ? names.get(tool) : undefined;
  return known ?? identify(requiredText(tool, "/tool"), optionalText(server, "/server"), { snapshot, names });
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

interface Known {
  readonly snapshot: Snapshot;
  readonly names: Map<string, Identity>;
}

function identify(name: string, server: string | null, { snapshot, names }: Known): Identity {
  const identity = makeIdentity(name, server, snapshot);
  if (server === null && names.size < REMEMBERED) names.set(name, identity);
  return identity;
}

function namesOf(snapshot: Snapshot): Map<string, Identity> {
  const names = remembered.get(snapshot) ?? new Map<string, Identity>();
  remembered.set(snapshot, names);
  last = snapshot;
  lastNames = names;
  return names;
}

function makeIdentity(name: string, server: string | null, snapshot: Snapshot): Identity {
  checkName(name, "tool");
  if (server !== null) checkName(server, "server");
  const full = server === null ? name : `${server}/${name}`;
  const forms =
    server === null ? [foldCase(full)] : [foldCase(full), ...composedNames(foldCase(name), foldCase(server))];
  const row = toolRow(snapshot, name, server);
  return { name, server, full, forms, row, resource: { type: "Writ::Tool", id: full } };
}

function checkName(name: string, what: "tool" | "server"): void {
  if (NAME.test(name)) return;
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  throw new CallError("tool.name_invalid", `${what} name ${JSON.stringify(shown)} is not of the form ${NAME.source}`);
}

/** The names that hosts compose of server and tool; only restrictions know them, for cutting them back is ambiguous. */
function composedNames(tool: string, server: string): readonly string[] {
  return [tool, `mcp_${server}_${tool}`, `mcp__${server}__${tool}`, `${server}:${tool}`];
}
