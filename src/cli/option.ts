/** The options that more than one command takes. */

import type { Option } from "./command.ts";

export const HELP: Option = { name: "help", short: "h", summary: "show this help" };

export const JSON_OUTPUT: Option = { name: "json", summary: "print the result as JSON" };

export const POLICY: Option = {
  name: "policy",
  value: "PATH",
  path: true,
  repeatable: true,
  summary:
    "policy file or directory (repeatable); default: the nearest policy.toml, .writ/ or .radium/policy.toml upward",
};

export const ENTITIES: Option = {
  name: "entities",
  value: "FILE",
  path: true,
  summary: "Cedar entities (JSON) beside those of the policies",
};

export const AT: Option = {
  name: "at",
  value: "RFC3339",
  summary: "decide as of this time; with memory state only",
};

export const PRINCIPAL: Option = { name: "principal", value: "ID", summary: "who calls, such as agent:a" };

export const SESSION: Option = { name: "session", value: "ID", summary: "session the call belongs to" };

export const SERVER: Option = { name: "server", value: "NAME", summary: "MCP server that has the tool" };

export const CALL: Option = { name: "call", value: "JSON", summary: "a whole call, as `decide` reads it" };

export const ARGS: Option = {
  name: "args",
  value: "JSON",
  summary: "the arguments as a JSON object or list, instead of ARG…",
};

export const LEDGER_STATE: Option = stateOption("./.writ/state/writ.db");

export const MEMORY_STATE: Option = stateOption("memory");

export const SIGNING_KEY: Option = {
  name: "key",
  value: "FILE",
  path: true,
  summary: "the key that signs the ledger; default beside the state, for a database ./.writ/keys/LEDGER.key",
};

export const LEDGER_TENANT: Option = {
  name: "tenant",
  value: "T",
  summary: "the ledger of this tenant, where tenants have their own",
};

function stateOption(fallback: string): Option {
  return {
    name: "state",
    value: "FILE|URL|memory",
    path: true,
    summary: `where state and ledger are, such as postgres://host/database?ledger=name; default ${fallback}`,
  };
}
