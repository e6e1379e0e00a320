import * as crypto from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { canonical } from "../../src/kernel/canonical.ts";
import { readCanonical } from "../../src/kernel/canonical-read.ts";
import { cosignedText } from "../../src/ledger/cosignature.ts";
import { formatNote, parseNote } from "../../src/ledger/note.ts";
import { formatKey, noteKey, witnessKey } from "../../src/ledger/note-key.ts";
import { type Capsule, makeCapsule } from "../../src/proof/capsule.ts";
import type { TrustFile } from "../../src/proof/capsule-trust.ts";
import { verdictsOf, verifyBoth } from "./both.ts";
import { type Day, record } from "./recorded.ts";

const LONG = process.env["WRIT_LONG"] === "1";

const TOML = `approval_mode = "ask"
[settings]
protected_paths = ["/srv/keys"]
[tools.constructor]
auto_edit = true
[[rules]]
action = "allow"
tool_pattern = "read_*"
[[rules]]
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "rm *"
[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
tenant = "acme"
limit = 100
currency = "USD"
`;
const CEDAR = `permit(principal, action == Action::"view", resource) when { context has level && context.level < 9007199254740993 };
forbid(principal, action == Action::"view", resource) when { context has level && ${"!(!(".repeat(15)}context.level == 7${"))".repeat(15)} };`;

const DAY: Day = {
  files: [
    { name: "a.toml", text: TOML },
    { name: "b.cedar", text: CEDAR },
  ],
  calls: [
    { kind: "tool", tool: "read_file", args: ["a.txt"] },
    { kind: "tool", tool: "run_terminal_cmd", args: ["ls && rm -rf /"] },
    { kind: "tool", tool: "constructor", args: { path: "x" } },
    { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount: "5", currency: "USD" },
    { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount: "500", currency: "USD" },
    '{"kind":"access","principal":"user:a","action":"view","resource":"doc:1","context":{"level":9007199254740991}}',
    '{"kind":"access","principal":"user:a","action":"view","resource":"doc:1","context":{"level":18446744073709551615}}',
    '{"kind":"access","principal":"user:é","action":"view","resource":"doc:1","context":{"level":7}}',
    { kind: "tool", tool: "read_file", args: ["a"], at: "2026-01-01T00:00:00Z" },
    "no JSON",
    new Uint8Array([0xff]),
    "x".repeat(1_100_000),
  ],
  more: [
    ["claim", { decision: "d-2", guard: "g" }],
    ["outcome", { decision: "d-2", guard: "g", status: "executed" }],
    ["claim", { decision: "d-3", guard: "g" }],
    ["claim", { decision: "d-4", guard: "g" }],
  ],
};

const day = await record(DAY);
const other = await record(DAY);
const [allow = "", deny = "", ask = ""] = day.capsules;

const capsuleOf = (text: string): Capsule => readCanonical(text) as unknown as Capsule;
const edited = (text: string, change: Partial<Capsule>): string => makeCapsule({ ...capsuleOf(text), ...change });

/** Every check that did not pass, with its code. */
async function troubles(capsule: string | Uint8Array, trust: TrustFile = day.trust): Promise<Record<string, string>> {
  const verdicts = Object.entries(verdictsOf(await verifyBoth(capsule, trust)));
  return Object.fromEntries(verdicts.filter(([, code]) => code !== "passed"));
}

describe("two verifiers", () => {
  it("verify every decision whose call was kept", async () => {
    const found: string[] = [];
    for (const capsule of day.capsules)
      found.push(Object.values(await troubles(edited(capsule, { execution: [] }))).join());
    expect(found).toEqual([...Array(11).fill(""), "skipped.call_not_kept"]);
  });

  it("find every kind of change of one member", async () => {
    const flipped = (text: string): string => text.replace(/[0-9a-f]/, (digit) => (digit === "0" ? "1" : "0"));
    const { entry, snapshot, facts, request } = capsuleOf(allow);
    const proof = entry.proof.map(flipped);
    const changes: readonly (readonly [Record<string, unknown>, Record<string, string>])[] = [
      [{ call: "{}" }, { entry: "entry.call" }],
      [{ request_hash: `0x${"0".repeat(64)}` }, { entry: "entry.request_hash", request: "request.hash" }],
      [{ facts: { ...facts, frozen: true } }, { entry: "entry.facts", decision: "decision.other" }],
      [
        { request: { ...request, refusal: null, expiry: "2100-01-01T00:00:00Z" } },
        { call: "call.other_request", request: "request.hash" },
      ],
      [{ snapshot: { ...snapshot, mode: "yolo" } }, { rules: "rules.other" }],
      [{ snapshot: { ...snapshot, semantics: "writ/0" } }, { snapshot: "snapshot.semantics", rules: "rules.other" }],
      [{ entry: { ...entry, proof } }, { inclusion: "inclusion.invalid" }],
      [{ entry: { ...entry, hash: flipped(entry.hash) } }, { entry: "entry.hash" }],
      [
        { entry: { ...entry, text: "{}" } },
        {
          entry: "entry.malformed",
          redaction: "skipped.unread",
          call: "skipped.unread",
          inclusion: "skipped.unread",
          execution: "skipped.unread",
        },
      ],
      [
        { checkpoint: "x" },
        {
          inclusion: "skipped.unread",
          checkpoint: "checkpoint.malformed",
          range: "skipped.unread",
          execution: "skipped.unread",
        },
      ],
      [{ schema: "writ.capsule.v0" }, { schema: "capsule.version" }],
      [{ later: { checkpoint: capsuleOf(allow).checkpoint, proof: [] } }, {}],
      [{ later: { checkpoint: capsuleOf(allow).checkpoint, proof: [entry.hash] } }, { later: "later.inconsistent" }],
    ];
    for (const [change, codes] of changes) {
      const text = `${canonical({ ...capsuleOf(allow), ...change }, 1000)}\n`;
      const found = await troubles(text);
      expect([change, "schema" in codes ? { schema: found["schema"] } : found]).toEqual([change, codes]);
    }
  });

  it("hold an execution to the decision, its claim and the tree", async () => {
    const of = (text: string) => capsuleOf(text).execution;
    expect([of(allow).length, of(deny).length, of(ask).length]).toEqual([2, 1, 1]);
    expect(await troubles(allow)).toEqual({});
    expect(await troubles(deny)).toEqual({ execution: "execution.of_deny" });
    expect(await troubles(ask)).toEqual({ execution: "execution.of_ask" });
    const [claim, outcome] = of(allow) as [Capsule["entry"], Capsule["entry"]];
    const cases = [
      [[outcome], "execution.claim"],
      [[claim, claim], "execution.claim"],
      [[claim, outcome, outcome], "execution.order"],
      [of(deny), "execution.other"],
      [[{ ...claim, text: "{}" }], "execution.malformed"],
      [[{ ...claim, hash: outcome.hash }], "execution.hash"],
      [[{ ...claim, proof: outcome.proof }], "execution.inclusion"],
    ] as const;
    for (const [execution, code] of cases)
      expect(await troubles(edited(allow, { execution }))).toEqual({ execution: code });
  });

  it("believe a key for trees of its range only", async () => {
    const size = Number(capsuleOf(allow).checkpoint.split("\n")[1]);
    for (const range of [{ first: size + 1 }, { last: size - 1 }])
      expect(await troubles(allow, { ...day.trust, ...range })).toEqual({ range: "range.outside" });
    expect(await troubles(allow, { ...day.trust, first: size, last: size })).toEqual({});
  });

  it.each([
    { quorum: 1 },
    { first: -1 },
    { last: 0.5 },
    { key: "" },
    { origin: "else" },
    { key: other.trust.key },
    { extra: 1 },
    { witnesses: [{ name: day.trust.origin, key: day.trust.key }] },
  ])("refuse a trust that is none: %j", async (change) => {
    const report = await verifyBoth(allow, { ...day.trust, ...change } as TrustFile).catch(() => null);
    expect(report?.verdict ?? "refused").toBe("refused");
  });
});

/** A witness, or any other key. */
function signerOf(name: string, kind: "log" | "witness") {
  const { privateKey, publicKey } = crypto.generateKeyPairSync("ed25519");
  const bytes = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const key = (kind === "log" ? noteKey : witnessKey)(name, bytes, sha256);
  const sign = (text: string): Uint8Array => new Uint8Array(crypto.sign(null, Buffer.from(text), privateKey));
  return { key, sign, trusted: { name, key: formatKey(key) } };
}

function cosigned(capsule: string, { key, sign }: ReturnType<typeof signerOf>, seconds = 1_795_000_000n): string {
  const { checkpoint } = capsuleOf(capsule);
  const note = parseNote(checkpoint) ?? { text: "", signatures: [] };
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(seconds);
  const signature = new Uint8Array([...time, ...sign(cosignedText(seconds, note.text))]);
  const signatures = [...note.signatures, { name: key.name, id: key.id, signature }];
  return edited(capsule, { checkpoint: formatNote({ ...note, signatures }) });
}

describe("witnesses", () => {
  const [a, b] = [signerOf("w.example/a", "witness"), signerOf("w.example/b", "witness")];
  const trust = { ...day.trust, witnesses: [a.trusted, b.trusted], quorum: 2 };

  it("have to have cosigned, as many as the trust asks for", async () => {
    expect(await troubles(allow, trust)).toEqual({ witnesses: "witness.quorum" });
    expect(await troubles(cosigned(allow, a), trust)).toEqual({ witnesses: "witness.quorum" });
    expect(await troubles(cosigned(cosigned(allow, a), b), trust)).toEqual({});
  });

  it("count once, and only when their signature is of this checkpoint and time", async () => {
    expect(await troubles(cosigned(cosigned(allow, a), a, 5n), trust)).toMatchObject({
      checkpoint: "checkpoint.repeated",
    });
    const moved = { ...a, sign: () => a.sign("another") };
    expect(await troubles(cosigned(cosigned(allow, moved), b), trust)).toEqual({ checkpoint: "checkpoint.signature" });
    expect(await troubles(cosigned(allow, a))).toEqual({ checkpoint: "checkpoint.signer" });
  });
});

describe("a forgery", () => {
  it("that fits together, of a ledger with another key, is refused", async () => {
    const [forged = ""] = other.capsules;
    expect(await troubles(forged, other.trust)).toEqual({});
    expect(await troubles(forged)).toEqual({ checkpoint: "checkpoint.origin" });
  });

  it("under the name of the ledger is refused, whatever key it claims", async () => {
    const forger = signerOf(day.trust.origin, "log");
    const { checkpoint } = capsuleOf(other.capsules[0] ?? "");
    const text = (parseNote(checkpoint)?.text ?? "").replace(other.trust.origin, day.trust.origin);
    const [, id = ""] = day.trust.key.split("+");
    for (const [as, code] of [
      [forger.key.id, "checkpoint.unsigned"],
      [id, "checkpoint.signature"],
    ] as const) {
      const signatures = [{ name: day.trust.origin, id: as, signature: forger.sign(text) }];
      const forged = edited(other.capsules[0] ?? "", { checkpoint: formatNote({ text, signatures }) });
      expect(await troubles(forged)).toEqual({ checkpoint: code });
    }
  });

  it("with parts of another capsule is refused", async () => {
    const names = ["call", "checkpoint", "decision", "entry", "facts", "request", "request_hash"] as const;
    for (const name of names) {
      for (const donor of [deny, other.capsules[0] ?? ""]) {
        const swapped = edited(allow, { execution: [], [name]: capsuleOf(donor)[name] });
        const isSame = swapped === edited(allow, { execution: [] });
        expect([name, Object.keys(await troubles(swapped)).length > 0]).toEqual([name, !isSame]);
      }
    }
  });
});

/** All texts that say the same, and all that have a member too many, too few or twice. */
function* respelled(text: string): Generator<string> {
  const value = JSON.parse(text);
  yield JSON.stringify(value, null, 1);
  yield text.trimEnd();
  yield `${text}\n`;
  yield ` ${text}`;
  yield `\ufeff${text}`;
  yield text.replace('"call"', '"\\u0063all"');
  yield JSON.stringify({ z: 1, ...value });
  for (const name of Object.keys(value)) {
    const { [name]: gone, ...rest } = value;
    yield `${canonical(rest, 1000)}\n`;
    yield `${canonical({ ...rest, [name]: [gone] }, 1000)}\n`;
    yield `${JSON.stringify({ ...rest, [name]: gone })}\n`.replace(/^\{"call"(.*)\n$/, '{"call"$1 \n');
    yield text.replace("{", `{${JSON.stringify(name)}:${JSON.stringify(gone)},`);
  }
  yield `${canonical({ ...value, extra: 1 }, 1000)}\n`;
  yield `${canonical({ ...value, entry: { ...value.entry, extra: 1 } }, 1000)}\n`;
}

const small = await record({
  files: [{ name: "p.toml", text: '[[rules]]\naction = "allow"\ntool_pattern = "read_*"\n' }],
  calls: [{ kind: "tool", tool: "read_file", args: ["a"] }],
  more: [["claim", { decision: "d-2", guard: "g" }]],
});
const [simple = ""] = small.capsules;

describe("every change is found", () => {
  it("of spelling, order, members", async () => {
    for (const changed of respelled(simple))
      if (changed !== simple) expect([changed, (await verifyBoth(changed, small.trust)).ok]).toEqual([changed, false]);
  });

  it("of any bit", async () => {
    const bytes = Buffer.from(simple);
    for (let bit = 0; bit < bytes.length * 8; bit += LONG ? 1 : 127) {
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      const report = await verifyBoth(bytes, small.trust);
      expect([bit, report.verdict]).toEqual([bit, "refused"]);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
    }
  }, 3_600_000);

  it("of any byte that is lost or doubled", async () => {
    const bytes = Buffer.from(simple);
    for (let at = 0; at < bytes.length; at += LONG ? 1 : 97) {
      for (const changed of [
        [bytes.subarray(0, at), bytes.subarray(at + 1)],
        [bytes.subarray(0, at + 1), bytes.subarray(at)],
      ])
        expect([at, (await verifyBoth(Buffer.concat(changed), small.trust)).verdict]).toEqual([at, "refused"]);
    }
  }, 3_600_000);
});
