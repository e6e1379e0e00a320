/** The three writers on the same eight documents; prints nanoseconds by writer. */

import canonicalize from "canonicalize";
import { dist } from "./child.mjs";
import { timeSync } from "./timing.mjs";

const { canonical } = await import(dist("kernel/canonical.js"));

const documents = Array.from({ length: 8 }, (_, turn) => document(turn));
for (const each of documents)
  if (canonical(each) !== canonicalize(each)) throw new Error("the two canonical texts differ");

const writers = { "JSON.stringify": JSON.stringify, writ: canonical, canonicalize: (value) => canonicalize(value) };
const times = Object.entries(writers).map(([name, write]) => [name, timeSync((value) => write(value), documents)]);
console.log(JSON.stringify(Object.fromEntries(times)));

/** About 600 bytes, its keys not in order, some characters to escape and some beyond ASCII. */
function document(turn) {
  return {
    kind: "tool",
    tool: "run_terminal_cmd",
    args: [`cp -r "/srv/data ${turn}" /tmp/out`, "--verbose", "naïve résumé"],
    principal: { type: "Writ::Agent", id: `agent:billing-${turn}`, groups: ["finance", "europe"] },
    session: "01JD3V7Q8M2N4P6R8T0W",
    capabilities: ["process_exec", "filesystem_write"],
    context: {
      tenant: "acme-bank",
      amount: "12500.75",
      currency: "EUR",
      attempts: turn,
      approved: false,
      parent: null,
      request_hash: "0x5f2b1c9d8e7a6f4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b",
      at: "2026-11-20T12:00:00Z",
    },
    reasons: [{ rule: "policy#3", line: 17, text: "File writes require user approval" }],
  };
}
