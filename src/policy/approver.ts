/** The tables `[[approvers]]`: whose signature is an approval. */

import type { Approver } from "../kernel/approver.ts";
import { fromBase64 } from "../kernel/base64.ts";
import { listOf, readText, wordOf } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { readName } from "./rule-fields.ts";
import { tableOf } from "./table.ts";

/** An approver and where it stands. */
export interface PlacedApprover {
  readonly approver: Approver;
  /** JSON Pointer in the file. */
  readonly pointer: string;
}

const KEY_BYTES = 32;

const readKey: Read<string> = (value, pointer, reading) => {
  const text = readText(value, pointer, reading);
  if (text === undefined || fromBase64(text)?.length === KEY_BYTES) return text;
  const help = "`writ approvers add NAME` makes a key and writes the row";
  return report(reading, pointer, { code: "value.key", message: "expected 32 bytes in base64: a public key", help });
};

const readFields = tableOf<Approver>("approver", {
  id: readName,
  key: readKey,
  person: readName,
  kind: wordOf<Approver["kind"]>({ human: "human", agent: "agent" }),
  roles: listOf(readName),
  groups: listOf(readName),
});

/** Reads one approver; what is wrong with it is reported, and it is left out. */
export const readApprover: Read<PlacedApprover> = (value, pointer, reading) => {
  const fields = readFields(value, pointer, reading);
  if (fields === undefined) return;
  for (const key of ["id", "key"] as const)
    if (!(key in fields))
      report(reading, pointer, { code: "approver.missing_key", message: `the approver has no \`${key}\`` });
  const { id, key, person = id, kind = "human", roles = [], groups = [] } = fields;
  if (id === undefined || key === undefined || person === undefined) return;
  return { approver: { id, key, person, kind, roles, groups }, pointer };
};
