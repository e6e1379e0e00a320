/** Where the keys of approvers are, and the file of the policy that lists them. */

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { nearestPolicies } from "../engine/source.ts";
import type { Approver } from "../kernel/approver.ts";
import { type Args, optionOf, optionsOf } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

const ENDING = ".approver";

/** The file of a key: that of `--key-file`, or `.writ/keys/NAME.approver` here. Writ guards both `.writ` and keys. */
export function keyPath(args: Args, io: Io, name: string): string {
  return resolve(io.cwd, optionOf(args, "key-file") ?? join(".writ", "keys", `${name}${ENDING}`));
}

/** Who speaks: `--as NAME`, or the only one whose key is here. */
export function speaker(args: Args, io: Io): string {
  const named = optionOf(args, "as");
  if (named !== undefined) return named;
  const folder = resolve(io.cwd, ".writ", "keys");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ENDING)) : [];
  const [only] = names;
  if (only !== undefined && names.length === 1) return basename(only, ENDING);
  const all = names.map((name) => `\`${basename(name, ENDING)}\``).join(", ");
  const found = names.length === 0 ? "no key is here" : `several keys are here, ${all}`;
  throw new UsageError(`${found}: say who you are with \`--as NAME\``, args.command.name);
}

/** The file that lists approvers: the policy, or `approvers.toml` where the policy is a directory. */
export function registerPath(args: Args, io: Io): string {
  const [named, ...more] = optionsOf(args, "policy");
  if (more.length > 0) throw new UsageError("name one policy: the row is added to it", args.command.name);
  const policy = named === undefined ? nearestPolicies(io.cwd) : resolve(io.cwd, named);
  if (policy === null) throw new UsageError("there is no policy here: `writ init` writes one", args.command.name);
  if (!existsSync(policy)) throw new UsageError(`there is no \`${policy}\``, args.command.name);
  if (statSync(policy).isDirectory()) return join(policy, "approvers.toml");
  if (policy.endsWith(".toml")) return policy;
  throw new UsageError(`\`${policy}\` is not TOML: name a directory, or a file of TOML`, args.command.name);
}

/** The row, as TOML. */
export function approverRow({ id, key, person, kind, roles, groups }: Approver): string {
  const lines = [
    ["id", id],
    ["key", key],
    ["person", person],
    ["kind", kind],
    ["roles", roles],
    ["groups", groups],
  ] as const;
  return `\n[[approvers]]\n${lines.map(([name, value]) => `${name} = ${tomlText(value)}\n`).join("")}`;
}

export function appendRow(file: string, row: string): void {
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${row}`);
}

/** The text without the row of an approver; null when it has none. */
export function withoutRow(text: string, id: string): string | null {
  const blocks = text.split(/^(?=[ \t]*\[)/m);
  const kept = blocks.filter((block) => !(isRow(block) && block.includes(`id = ${tomlText(id)}\n`)));
  return kept.length === blocks.length ? null : kept.join("");
}

function isRow(block: string): boolean {
  return /^[ \t]*\[\[approvers\]\]/.test(block);
}

/** JSON of a text without control characters, or of a list of such, is TOML of it too. */
function tomlText(value: string | readonly string[]): string {
  return JSON.stringify(value);
}
