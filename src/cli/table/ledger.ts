/** Commands about the ledger and what proves it. */

import type { Command, Option } from "../command.ts";
import { JSON_OUTPUT, LEDGER_STATE, LEDGER_TENANT } from "../option.ts";

const LEDGER_OPTIONS = [LEDGER_STATE, LEDGER_TENANT, JSON_OUTPUT];

const TRUST_OPTIONS: readonly Option[] = [
  { name: "key", value: "KEY", path: true, summary: "the public key to trust: its text, or a file that holds it" },
  { name: "checkpoint", value: "FILE", path: true, repeatable: true, summary: "an older checkpoint, kept elsewhere" },
];

export const LEDGER_COMMANDS: readonly Command[] = [
  {
    name: "ledger show",
    summary: "entries of the ledger",
    usage: "[SEQ]",
    positionals: [{ name: "SEQ" }],
    accepts: "one",
    options: [{ name: "last", value: "N", summary: "how many of the newest (default 20)" }, ...LEDGER_OPTIONS],
    examples: [
      { line: "ledger show", says: "the newest entries" },
      { line: "ledger show 7 --json", says: "one entry, whole" },
    ],
    load: () => import("../command/ledger-show.ts"),
  },
  {
    name: "ledger verify",
    summary: "check chain, tree and signatures",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [...TRUST_OPTIONS, ...LEDGER_OPTIONS],
    examples: [{ line: "ledger verify --checkpoint yesterday.note", says: "nothing was removed since yesterday" }],
    load: () => import("../command/ledger-verify.ts"),
  },
  {
    name: "ledger audit",
    summary: "verify, and decide every entry again",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [...TRUST_OPTIONS, ...LEDGER_OPTIONS],
    examples: [{ line: "ledger audit", says: "every recorded decision follows from its facts" }],
    load: () => import("../command/ledger-audit.ts"),
  },
  {
    name: "ledger export",
    summary: "all entries and checkpoints as NDJSON",
    usage: "",
    positionals: [],
    accepts: "none",
    options: LEDGER_OPTIONS,
    examples: [{ line: "ledger export > ledger.ndjson", says: "to keep elsewhere" }],
    load: () => import("../command/ledger-export.ts"),
  },
  {
    name: "ledger forget",
    summary: "delete what opens the redacted fields of one decision, for good",
    usage: "ID",
    positionals: [{ name: "ID" }],
    accepts: "one",
    options: LEDGER_OPTIONS,
    examples: [{ line: "ledger forget d-7", says: "nobody can show any more what its redacted fields said" }],
    notes: ["Every proof holds as before. An engine that has a ledger in a file open has to be stopped first."],
    load: () => import("../command/ledger-forget.ts"),
  },
  {
    name: "ledger prove",
    summary: "the inclusion proof of one entry",
    usage: "SEQ",
    positionals: [{ name: "SEQ" }],
    accepts: "one",
    options: LEDGER_OPTIONS,
    examples: [{ line: "ledger prove 7", says: "entry 7 is in the newest checkpoint" }],
    load: () => import("../command/ledger-prove.ts"),
  },
  {
    name: "ledger cosign",
    summary: "have a witness cosign the newest checkpoint",
    usage: "--witness URL --key KEY",
    positionals: [],
    accepts: "none",
    options: [
      { name: "witness", value: "URL", summary: "where the witness takes checkpoints (C2SP tlog-witness)" },
      { name: "key", value: "KEY", summary: "the key of the witness: NAME+ID+BASE64" },
      {
        name: "checkpoint",
        value: "FILE",
        path: true,
        summary: "this one, which others may have cosigned, and not the newest",
      },
      { name: "out", value: "FILE", path: true, summary: "write the cosigned note there; default standard output" },
      LEDGER_STATE,
      LEDGER_TENANT,
    ],
    examples: [
      { line: "ledger cosign --witness https://w.example --key w.example+… --out w.note", says: "by one witness" },
      {
        line: "ledger cosign --witness https://v.example --key v.example+… --checkpoint w.note --out w.note",
        says: "by one more",
      },
    ],
    notes: [
      "The witness has to know the ledger: give its operator the origin and the key of `writ capsule trust`.",
      "`writ capsule export ID --checkpoint FILE` makes a capsule that carries the cosignatures.",
      "The exit code is 0 when the witness cosigned, 5 when it did not, or its signature does not verify.",
    ],
    load: () => import("../command/ledger-cosign.ts"),
  },
  {
    name: "capsule export",
    summary: "one decision with all that proves it, in one file",
    usage: "ID",
    positionals: [{ name: "ID" }],
    accepts: "one",
    options: [
      { name: "out", value: "FILE", path: true, summary: "write it there; default standard output" },
      { name: "reveal", value: "POINTER", repeatable: true, summary: "open a redacted field, such as `/args/card`" },
      { name: "reveal-all", summary: "open every redacted field" },
      {
        name: "checkpoint",
        value: "FILE",
        path: true,
        summary: "prove it by this checkpoint, such as a cosigned one; default the first that covers it",
      },
      LEDGER_STATE,
      LEDGER_TENANT,
    ],
    examples: [
      { line: "capsule export d-7 --out d-7.capsule.json", says: "the decision d-7" },
      { line: "capsule export 7 > d-7.capsule.json", says: "the same, by its entry" },
    ],
    notes: [
      "The newest checkpoint has to cover the decision; one is signed every second while there is news.",
      "Fields that `[settings] redact` names stay closed unless they are revealed.",
    ],
    load: () => import("../command/capsule-export.ts"),
  },
  {
    name: "capsule verify",
    summary: "check a capsule against trust from elsewhere, with no network and no policy",
    usage: "FILE",
    positionals: [{ name: "FILE", path: true }],
    accepts: "one",
    options: [
      { name: "trust", value: "FILE", path: true, summary: "whom to believe; nothing in the capsule extends it" },
      JSON_OUTPUT,
    ],
    examples: [{ line: "capsule verify d-7.capsule.json --trust trust.json", says: "is this decision proved?" }],
    notes: ["The exit code is 0 when every check passed, 5 when one failed or had to be skipped."],
    load: () => import("../command/capsule-verify.ts"),
  },
  {
    name: "capsule trust",
    summary: "the trust file of this machine's ledger, for those who verify its capsules",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [
      { name: "witness", value: "KEY", repeatable: true, summary: "one whose cosignature is asked for" },
      { name: "quorum", value: "N", summary: "how many of the witnesses; default all of them" },
      LEDGER_STATE,
      LEDGER_TENANT,
    ],
    examples: [
      { line: "capsule trust > trust.json", says: "to hand out, apart from capsules" },
      { line: "capsule trust --witness w.example+…", says: "believe only what this witness saw as well" },
    ],
    load: () => import("../command/capsule-trust.ts"),
  },
];
