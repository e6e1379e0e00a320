/** Generated requests over a small alphabet, so that rules match, overlap and narrowly miss. */

import type { ActionPart, Argument, NamedArgument, Part, Request, Text, ToolPart } from "../../src/kernel/request.ts";
import { type Choice, once, pick, several } from "./choice.ts";

const WORDS = ["rm", "rm", "-rf", "a", "b", "A", "/", "b/", " ", " ", "x", "É", "é", "_", "[", "*", "."];
/** Decimals and what narrowly is none. */
export const NUMBERS: readonly string[] = [
  ...["0", "1", "5", "10", "10.0", "10.5", "007", "-1", "1e3", ".5", "10.", "", "100000000000000000001"],
  ...["9".repeat(78), "9".repeat(79), `1.${"0".repeat(36)}`, `1.${"0".repeat(37)}`, `0.${"9".repeat(36)}`],
];
export const AMOUNTS: readonly string[] = ["0.000001", "1", "9.99", "10", "10.5", "100000000000000000001"];
export const TENANTS: readonly string[] = ["acme", "Acme", "other"];
export const CURRENCIES: readonly string[] = ["USD", "EUR"];
export const NAMES: readonly string[] = ["shell", "write_file", "Shell", "create"];
export const SERVERS: readonly (string | null)[] = [null, null, "gh", "GH"];
export const ACTIONS: readonly string[] = ["tool.execute", "pay", "Pay", "query"];
export const INSTANTS: readonly string[] = [
  "2026-01-01T00:00:00Z",
  "2026-01-01T00:00:00.5Z",
  "2026-01-01T00:00:00.5009Z",
  "2025-12-31T23:59:59.999Z",
  "2026-06-01T12:00:00Z",
];

/** A request with up to four parts; one in ten is refused. */
export function request(choice: Choice): Request {
  const parts = several(choice, [once(choice, 12) ? 0 : 1, pick(choice, [1, 1, 2, 4])], part);
  return {
    kind: once(choice, 20) ? "invalid" : pick(choice, ["tool", "action"]),
    principal: { type: "Writ::Agent", id: pick(choice, ["agent:a", "agent:A", "agent:b"]) },
    action: { type: "Writ::Action", id: pick(choice, ACTIONS) },
    resource: { type: pick(choice, ["Writ::Tool", "Writ::Resource"]), id: "shell" },
    context: { session_id: pick(choice, [null, "s1", "S1"]), tenant: pick(choice, [null, "acme"]), capabilities: [] },
    refusal: once(choice, 10)
      ? { code: pick(choice, ["request.invalid", "policy.protected"]), detail: "refused" }
      : null,
    constraints: once(choice, 2) ? { network: false, exec: true, write_roots: ["/w"], timeout: null } : null,
    parts,
  };
}

export function part(choice: Choice): Part {
  return once(choice, 3) ? actionPart(choice) : toolPart(choice);
}

function actionPart(choice: Choice): ActionPart {
  return {
    kind: "action",
    judged: "full",
    action: pick(choice, ACTIONS),
    tenant: pick(choice, [null, ...TENANTS]),
    amount: pick(choice, [null, ...AMOUNTS]),
    currency: pick(choice, [null, ...CURRENCIES]),
  };
}

function toolPart(choice: Choice): ToolPart {
  const name = pick(choice, NAMES);
  const server = pick(choice, SERVERS);
  const tool = server === null ? name : `${server}/${name}`;
  return {
    kind: "tool",
    judged: pick(choice, ["full", "full", "restrict", "beside"]),
    text: null,
    tool,
    tool_forms: [
      tool.toLowerCase(),
      ...several(choice, [0, 1], () => pick(choice, ["bash", "write_file", "gh/create"])),
    ],
    name,
    server,
    args: argument(choice),
    fields: ["path", "command"].flatMap((field) => (once(choice, 2) ? namedArgument(choice, field) : [])),
    fields_complete: !once(choice, 3),
    auto_edit: once(choice, 2),
    moves_value: once(choice, 5),
  };
}

function namedArgument(choice: Choice, name: string): NamedArgument {
  return { name, ...argument(choice) };
}

/** Its `forms` hold what `exact` holds not; `folded` is every spelling, lower-cased, as in a real request. */
export function argument(choice: Choice): Argument {
  const exact = several(choice, [once(choice, 6) ? 0 : 1, 2], text);
  const forms = several(choice, [0, 1], text);
  return {
    need: pick(choice, ["any", "all"]),
    exact,
    forms,
    folded: once(choice, 2) ? [...exact, ...forms].map(folded) : several(choice, [0, 1], (c) => folded(text(c))),
    doubt: once(choice, 6) ? "an option names a program" : null,
    opaque: once(choice, 6) ? "not parsable" : null,
  };
}

export function words(choice: Choice): string {
  return several(choice, [0, 4], () => pick(choice, WORDS)).join("");
}

function text(choice: Choice): Text {
  if (once(choice, 5)) return [words(choice), ...several(choice, [1, 2], words)];
  return once(choice, 6) ? pick(choice, NUMBERS) : words(choice);
}

function folded(of: Text): Text {
  return typeof of === "string" ? of.toLowerCase() : of.map((piece) => piece.toLowerCase());
}
