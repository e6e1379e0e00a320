/** All commands: one row each, in the tables of table/. Adding a command is adding a row. */

import type { Command } from "./command.ts";
import { LEDGER_COMMANDS } from "./table/ledger.ts";
import { MONEY_COMMANDS } from "./table/money.ts";
import { POLICY_COMMANDS } from "./table/policy.ts";

export const COMMANDS: readonly Command[] = [
  ...POLICY_COMMANDS,
  ...MONEY_COMMANDS,
  ...LEDGER_COMMANDS,
  {
    name: "completion",
    summary: "a completion script for a shell",
    usage: "SHELL",
    positionals: [{ name: "SHELL", choices: ["bash", "zsh", "fish", "pwsh"] }],
    accepts: "one",
    options: [],
    examples: [
      { line: "completion bash > ~/.local/share/bash-completion/completions/writ", says: "for bash" },
      { line: "completion fish | source", says: "for this fish" },
    ],
    load: () => import("./command/completion.ts"),
  },
];
