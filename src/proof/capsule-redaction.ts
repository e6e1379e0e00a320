/** The fields of a call that a capsule commits to: are they the policy's, and does what opens them fit? */

import { commitmentOf, isCommitment, valueAt } from "../kernel/redaction.ts";
import { isSame } from "./capsule-entry.ts";
import { type Finding, failed, skipped } from "./capsule-finding.ts";
import type { Subject } from "./capsule-subject.ts";

export function checkRedaction({ capsule, body, ports }: Subject): Finding {
  if (body === null) return skipped("skipped.unread");
  const pointers = capsule.snapshot?.settings.redact ?? [];
  const call: unknown = pointers.length === 0 || body.call === null ? null : JSON.parse(body.call);
  const fields = pointers.filter((pointer) => valueAt(call, pointer) !== undefined);
  // A body that has no such fields has no such member.
  const isExpected = body.redacted === undefined ? fields.length === 0 : isSame(body.redacted, fields);
  if (!isExpected || body.redacted?.length === 0 || !fields.every((pointer) => isCommitment(valueAt(call, pointer))))
    return failed("redaction.fields");
  let last = "";
  for (const opening of capsule.openings) {
    const { pointer } = opening;
    const fits = fields.includes(pointer) && commitmentOf(opening, ports.sha256) === valueAt(call, pointer);
    if (!fits || pointer <= last) return failed("redaction.opening", `\`${pointer}\``);
    last = pointer;
  }
  // Some field stays closed: then nobody can decide again.
  return capsule.openings.length < fields.length ? skipped("skipped.redacted") : null;
}
