/** `writ approvers add`: a key under a passphrase, and the row that makes its signature an approval. */

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createApproverKey } from "../../engine/approver-key.ts";
import type { Approver } from "../../kernel/approver.ts";
import { appendRow, approverRow, keyPath, registerPath } from "../approver-file.ts";
import { type Args, hasOption, optionOf, optionsOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { askNewPassphrase } from "../passphrase.ts";
import { loadPolicy } from "../policy.ts";
import { print } from "../print.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const name = nameOf(args);
  const register = registerPath(args, io);
  const { snapshot } = await loadPolicy(args, io);
  if (snapshot === null) throw new UsageError("the policy does not load: run `writ validate`", args.command.name);
  if (snapshot.approvers.some(({ id }) => id === name))
    throw new UsageError(`there is an approver \`${name}\` already`, args.command.name);
  const file = keyPath(args, io, name);
  const passphrase = await askNewPassphrase(args, io, `the new key of ${name}`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const key = createApproverKey(file, passphrase);
  const approver: Approver = {
    id: name,
    key,
    person: optionOf(args, "person") ?? name,
    kind: hasOption(args, "agent") ? "agent" : "human",
    roles: optionsOf(args, "role"),
    groups: optionsOf(args, "group"),
  };
  appendRow(register, approverRow(approver));
  await print({ args, io }, { approver, key_file: file, register }, (shown) =>
    [`the key is in ${shown.key_file}`, `the row is in ${shown.register}`, ""].join("\n"),
  );
  return EXIT.ok;
};

function nameOf(args: Args): string {
  const [name = ""] = args.positionals;
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) return name;
  throw new UsageError("a name has letters, digits, `.`, `_` and `-`, and at most 64 of them", args.command.name);
}
