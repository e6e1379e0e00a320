/** Commands about budgets, freezes and approvals. */

import type { Command, Option } from "../command.ts";
import { JSON_OUTPUT, LEDGER_STATE, LEDGER_TENANT, POLICY, PRINCIPAL, SIGNING_KEY } from "../option.ts";

const LEDGER_OPTIONS = [LEDGER_STATE, LEDGER_TENANT, JSON_OUTPUT];

const KEY_FILE: Option = {
  name: "key-file",
  value: "FILE",
  path: true,
  summary: "where the key is (default .writ/keys/NAME.approver)",
};

const PASSPHRASE_FD: Option = {
  name: "passphrase-fd",
  value: "N",
  summary: "read the passphrase from this open file instead of the terminal",
};

const SIGNING_OPTIONS: readonly Option[] = [
  { name: "as", value: "NAME", summary: "who signs; the only one whose key is here, if left out" },
  { name: "reason", value: "TEXT", summary: "why, for the ledger" },
  KEY_FILE,
  PASSPHRASE_FD,
  POLICY,
  ...LEDGER_OPTIONS,
];

const SIGNING_NOTE =
  "What is signed is shown first; the passphrase is typed at a terminal.\nThe exit code is 1 when the statement is not taken; it is recorded all the same.";

export const MONEY_COMMANDS: readonly Command[] = [
  {
    name: "budgets",
    summary: "every budget: spent, reserved, left, and when it starts anew",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [{ name: "open", summary: "what is reserved, claimed or signed, and not settled" }, ...LEDGER_OPTIONS],
    examples: [
      { line: "budgets", says: "how every balance stands" },
      { line: "budgets --open", says: "what still counts although nobody knows how it ends" },
    ],
    load: () => import("../command/budgets.ts"),
  },
  {
    name: "freeze",
    summary: "allow nothing more: of everything, a tenant or a principal",
    usage: "--reason TEXT | --list",
    positionals: [],
    accepts: "none",
    options: [
      { name: "list", summary: "show what is frozen, and freeze nothing" },
      { name: "tenant", value: "T", summary: "only what is asked for this tenant" },
      PRINCIPAL,
      { name: "for", value: "LENGTH", summary: "as long as this, such as `8h`; without it until it is lifted" },
      { name: "until", value: "TIME", summary: "until then, RFC 3339" },
      { name: "lift", summary: "end the freeze" },
      { name: "reason", value: "TEXT", summary: "why, for the ledger" },
      SIGNING_KEY,
      LEDGER_STATE,
      JSON_OUTPUT,
    ],
    examples: [
      { line: 'freeze --reason "lost a key"', says: "everything, at once" },
      { line: 'freeze --tenant acme --lift --reason "found it"', says: "go on" },
      { line: 'freeze --principal agent:x --for 2h --reason "asks too much"', says: "it goes on by itself" },
      { line: "freeze --list", says: "what is frozen, and why" },
    ],
    notes: [
      "An engine that runs on the ledger is told, and does it at once.",
      "Where tenants have ledgers of their own it is recorded in each that it is about.",
    ],
    load: () => import("../command/freeze.ts"),
  },
  {
    name: "clock show",
    summary: "the time of the ledger, and whether the clock has jumped",
    usage: "",
    positionals: [],
    accepts: "none",
    options: LEDGER_OPTIONS,
    examples: [{ line: "clock show", says: "what the ledger and this machine say" }],
    notes: [
      "The exit code is 1 while a jump is not confirmed.",
      "The time of a ledger in a database is that of the server, not of this machine.",
    ],
    load: () => import("../command/clock-show.ts"),
  },
  {
    name: "clock confirm",
    summary: "accept the time after a jump of the clock: money moves again",
    usage: "--reason TEXT",
    positionals: [],
    accepts: "none",
    options: [{ name: "reason", value: "TEXT", summary: "why, for the ledger" }, SIGNING_KEY, ...LEDGER_OPTIONS],
    examples: [{ line: 'clock confirm --reason "the battery was changed"', says: "the clock is right now" }],
    notes: [
      "Set the clock first: what it shows is accepted as it is.\nThe time of a ledger never falls: one that was set back stands still until it is reached again.",
      "An engine that runs on the ledger is told, and does it at once.",
    ],
    load: () => import("../command/clock-confirm.ts"),
  },
  {
    name: "approvals list",
    summary: "what waits for an approval",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [{ name: "all", summary: "also what was refused, has expired, or was used" }, ...LEDGER_OPTIONS],
    examples: [{ line: "approvals list", says: "who is missing, and until when" }],
    load: () => import("../command/approvals-list.ts"),
  },
  {
    name: "approvals show",
    summary: "what an approver is shown",
    usage: "ID",
    positionals: [{ name: "ID" }],
    accepts: "one",
    options: LEDGER_OPTIONS,
    examples: [{ line: "approvals show d-7", says: "what decision 7 asks for" }],
    load: () => import("../command/approvals-show.ts"),
  },
  {
    name: "approvals approve",
    summary: "sign that it may be done",
    usage: "ID",
    positionals: [{ name: "ID" }],
    accepts: "one",
    options: [
      {
        name: "scope",
        value: "S",
        choices: ["once", "session", "timeboxed"],
        summary: "this request only (default), or what asks for the same",
      },
      { name: "for", value: "LENGTH", summary: "how long it stands, such as 8h" },
      { name: "amount", value: "AMOUNT", summary: "how much it covers in all, such as '100 USD'" },
      { name: "count", value: "N", summary: "how many requests it covers" },
      ...SIGNING_OPTIONS,
    ],
    examples: [
      { line: "approvals approve d-7 --as alice", says: "once" },
      { line: "approvals approve d-7 --scope timeboxed --for 8h --amount '100 USD'", says: "for today" },
    ],
    notes: [SIGNING_NOTE],
    load: () => import("../command/approvals-say.ts"),
  },
  {
    name: "approvals refuse",
    summary: "sign that it must not be done",
    usage: "ID",
    positionals: [{ name: "ID" }],
    accepts: "one",
    options: SIGNING_OPTIONS,
    examples: [{ line: 'approvals refuse d-7 --reason "not our supplier"', says: "one refusal is enough" }],
    notes: [SIGNING_NOTE],
    load: () => import("../command/approvals-say.ts"),
  },
  {
    name: "approvals withdraw",
    summary: "take back what was said, or an approval that stands",
    usage: "ID",
    positionals: [{ name: "ID" }],
    accepts: "one",
    options: SIGNING_OPTIONS,
    examples: [{ line: "approvals withdraw d-7 --as alice", says: "before it is used" }],
    notes: [SIGNING_NOTE],
    load: () => import("../command/approvals-say.ts"),
  },
  {
    name: "approvers add",
    summary: "make an approver's key under a passphrase",
    usage: "NAME",
    positionals: [{ name: "NAME" }],
    accepts: "one",
    options: [
      { name: "person", value: "ID", summary: "whose key it is, where a person has several (default NAME)" },
      { name: "role", value: "R", repeatable: true, summary: "a role of the person" },
      { name: "group", value: "G", repeatable: true, summary: "a group of the person" },
      { name: "agent", summary: "an agent: it counts only where a rule names it" },
      KEY_FILE,
      PASSPHRASE_FD,
      POLICY,
      JSON_OUTPUT,
    ],
    examples: [{ line: "approvers add alice --group finance", says: "a key, and a row in the policy" }],
    notes: ["The row goes into the policy, or into approvers.toml where the policy is a directory."],
    load: () => import("../command/approvers-add.ts"),
  },
  {
    name: "approvers list",
    summary: "whose signature is an approval",
    usage: "",
    positionals: [],
    accepts: "none",
    options: [POLICY, JSON_OUTPUT],
    examples: [{ line: "approvers list", says: "with roles and groups" }],
    load: () => import("../command/approvers-list.ts"),
  },
  {
    name: "approvers remove",
    summary: "revoke an approver's key",
    usage: "NAME",
    positionals: [{ name: "NAME" }],
    accepts: "one",
    options: [POLICY, JSON_OUTPUT],
    examples: [{ line: "approvers remove alice", says: "what she said and was not used is worth nothing" }],
    load: () => import("../command/approvers-remove.ts"),
  },
];
