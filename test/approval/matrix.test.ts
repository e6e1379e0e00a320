/** Approvals that must not be: every way we know to reuse, move, forge or widen one. None is ever an allow. */

import { expect, it } from "vitest";
import { signEd25519 } from "../../src/engine/key-ed25519.ts";
import { toBase64 } from "../../src/kernel/base64.ts";
import { canonical } from "../../src/kernel/canonical.ts";
import type { Answer } from "../../src/kernel/decision.ts";
import { formatInstant } from "../../src/kernel/instant.ts";
import {
  HOUR,
  keyOf,
  NOW,
  type Office,
  type Over,
  openOffice,
  publicOf,
  RULES,
  STAFF,
  STORES,
  WIRE,
} from "./office.ts";

/** Does its worst after an ask; gives what is decided in the end. */
type Attempt = (office: Office, ask: Answer) => Promise<Answer>;

const decide = (office: Office, over: object = {}): Promise<Answer> => office.engine.decide({ ...WIRE, ...over });

/** Two statements, made or spoilt in some way, and the same call again. */
const stating =
  (first: Over & { id?: string }, second: Over & { id?: string } = first, over: object = {}): Attempt =>
  async (office, ask) => {
    for (const [fallback, { id = fallback, ...said }] of [
      ["alice-laptop", first],
      ["bob", second],
    ] as const)
      await office.engine.statement(office.says(id, ask, said));
    return decide(office, over);
  };

/** Both approve, and then the text is changed. */
const spoilt =
  (spoil: (text: string, office: Office) => string): Attempt =>
  async (office, ask) => {
    for (const id of ["alice-laptop", "bob"]) await office.engine.statement(spoil(office.says(id, ask), office));
    return decide(office);
  };

/** Both approve, then something happens, then the call comes again. */
const approvedThen =
  (happens: (office: Office, ask: Answer) => Promise<unknown>, over: object = {}): Attempt =>
  async (office, ask) => {
    await approve(office, ask);
    await happens(office, ask);
    return decide(office, over);
  };

async function approve(office: Office, ask: Answer): Promise<void> {
  for (const id of ["alice-laptop", "bob"]) await office.engine.statement(office.says(id, ask));
}

const later = (ms: number) => formatInstant(NOW + ms);
const edited =
  (change: (signed: { signature: string; statement: Record<string, unknown> }) => void) => (text: string) => {
    const signed = JSON.parse(text);
    change(signed);
    return canonical(signed);
  };
const flipped = (text: string, at: number): string => {
  const swapped = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + swapped + text.slice(at + 1);
};
/** Signed over something else than the statement, by the right key. */
const signedOver = (messageOf: (statement: string) => string | Uint8Array): Attempt =>
  spoilt((text) => {
    const { statement } = JSON.parse(text);
    const key = STAFF.find(({ id }) => publicOf(id) === statement.approver.key)?.id ?? "";
    const message = messageOf(canonical(statement));
    const bytes = typeof message === "string" ? new TextEncoder().encode(message) : message;
    return canonical({ signature: toBase64(signEd25519(keyOf(key), bytes)), statement });
  });
const without = (...ids: readonly string[]) => STAFF.filter(({ id }) => !ids.includes(id));
const amend = (id: string, over: object) => STAFF.map((one) => (one.id === id ? { ...one, ...over } : one));

const MATRIX: Readonly<Record<string, Attempt>> = {
  // Replay.
  "used a second time": approvedThen((office) => decide(office)),
  "used a second time after a restart": approvedThen(async (office) => {
    await decide(office);
    await office.reopen();
  }),
  "resumed a second time": async (office, ask) => {
    await approve(office, ask);
    await office.engine.resume(ask.id ?? "");
    return office.engine.resume(ask.id ?? "");
  },
  "statements sent again after the use": approvedThen(async (office, ask) => {
    await decide(office);
    await approve(office, ask);
  }),
  "statements sent again for a new ask": async (office, ask) => {
    await approve(office, ask);
    await decide(office);
    await decide(office);
    await approve(office, ask);
    return decide(office);
  },
  "one statement sent twice": async (office, ask) => {
    const text = office.says("bob", ask);
    await office.engine.statement(text);
    await office.engine.statement(text);
    return decide(office);
  },
  // Another request.
  "for another tool": approvedThen(async () => {}, { tool: "wire_all" }),
  "for another payee": approvedThen(async () => {}, { args: { to: "evil", amount: "250" } }),
  "for another amount": approvedThen(async () => {}, { args: { to: "acme", amount: "251" } }),
  "for one argument more": approvedThen(async () => {}, { args: { ...WIRE.args, memo: "x" } }),
  "for one argument less": approvedThen(async () => {}, { args: { to: "acme" } }),
  "for another spelling of the tool": approvedThen(async () => {}, { tool: "wire_Money" }),
  "for arguments as a list": approvedThen(async () => {}, { args: ["acme", "250"] }),
  "for more capabilities": approvedThen(async () => {}, { capabilities: ["network"] }),
  "for another principal": approvedThen(async () => {}, { principal: "user:mallory" }),
  "for no principal": approvedThen(async () => {}, { principal: undefined }),
  "for another session": approvedThen(async () => {}, { session: "s2" }),
  "for a server's tool of that name": approvedThen(async () => {}, { server: "wire", tool: "wire_money" }),
  "about the entry of another ask": async (office) => {
    const other = await decide(office, { args: { to: "bank", amount: "1" } });
    await approve(office, other);
    return decide(office);
  },
  "about an entry that is no ask": async (office) => {
    await approve(office, await office.engine.decide({ kind: "tool", tool: "note", args: [] }));
    return decide(office);
  },
  "about an entry that is not there": stating({ ask: `0x${"a".repeat(64)}` }),
  // Another ledger or tenant.
  "for another ledger": stating({ origin: "writ/other" }),
  "for another tenant": stating({ tenant: "acme" }),
  // Time.
  "after the ask has expired": approvedThen(async (office) => {
    office.clock.now = NOW + HOUR;
  }),
  "after the statements have expired": approvedThen(async (office) => {
    office.clock.now = NOW + HOUR / 2;
  }),
  "after one of the statements has expired": async (office, ask) => {
    await office.engine.statement(office.says("bob", ask, { expires_at: later(1000) }));
    await office.engine.statement(office.says("alice-laptop", ask));
    office.clock.now = NOW + 1000;
    return decide(office);
  },
  "expired when it arrives": stating({ issued_at: later(-2000), expires_at: later(-1000) }),
  "expiring as it arrives": stating({ issued_at: later(-1000), expires_at: later(0) }),
  "expiring before it was issued": stating({ issued_at: later(2000), expires_at: later(1000) }),
  "issued tomorrow": stating({ issued_at: later(24 * HOUR), expires_at: later(25 * HOUR) }),
  "outliving its ask": stating({ expires_at: later(2 * HOUR) }),
  "said after the ask has expired": async (office, ask) => {
    office.clock.now = NOW + HOUR;
    await approve(office, ask);
    return decide(office);
  },
  // Another policy.
  "after the rule requires more": approvedThen((office) =>
    office.reopen({ rules: RULES.replace("2 of finance", "3 of finance") }),
  ),
  "after the rule requires others": approvedThen((office) =>
    office.reopen({ rules: RULES.replace("2 of finance", "2 of ops") }),
  ),
  "after the rule denies": approvedThen((office) => office.reopen({ rules: RULES.replace('"ask"', '"deny"') })),
  "after any rule was added": approvedThen((office) =>
    office.reopen({ rules: `${RULES}\n[[rules]]\nid = "x"\ntool = "x"\naction = "allow"\n` }),
  ),
  "after a setting was changed": approvedThen((office) =>
    office.reopen({ rules: `${RULES}\n[settings]\nworkspace = "/srv"\n` }),
  ),
  "said after the policy was changed": async (office, ask) => {
    await office.reopen({ rules: RULES.replace("money leaves", "cash leaves") });
    await approve(office, ask);
    return decide(office);
  },
  // Who.
  "by the requester and another": stating({ id: "dave" }),
  "by the owner of the agent and another": async (office) => {
    await office.reopen({ rules: `${RULES}\n[[agents]]\nid = "agent:helper"\nowner = "user:bob"\n` });
    const ask = await decide(office, { principal: "agent:helper" });
    await approve(office, ask);
    return decide(office, { principal: "agent:helper" });
  },
  "by one person with two keys": stating({ id: "alice-laptop" }, { id: "alice-phone" }),
  "by one person who names two": stating(
    {},
    { id: "alice-phone", approver: { key: publicOf("alice-phone"), person: "bob" } },
  ),
  "by an agent and a human": stating({ id: "robot" }),
  "by somebody of another group": stating({ id: "carol" }),
  "by a stranger": stating({ id: "mallory" }),
  "by a stranger who takes a name": stating({ id: "mallory", approver: { key: publicOf("mallory"), person: "alice" } }),
  "by a stranger under another's key": stating({ signer: "mallory" }),
  "by one person only": async (office, ask) => {
    await office.engine.statement(office.says("bob", ask));
    return decide(office);
  },
  "by nobody": (office) => decide(office),
  // Taken back.
  "after a key was revoked": approvedThen((office) => office.reopen({ staff: without("bob") })),
  "after all keys of a person were revoked": approvedThen((office) =>
    office.reopen({ staff: without("alice-laptop", "alice-phone") }),
  ),
  "after the key was revoked that signed": approvedThen((office) => office.reopen({ staff: without("alice-laptop") })),
  "after a person left the group": approvedThen((office) =>
    office.reopen({ staff: amend("bob", { groups: ["ops"] }) }),
  ),
  "after a person turned out to be an agent": approvedThen((office) =>
    office.reopen({ staff: amend("bob", { kind: "agent" }) }),
  ),
  "after one withdrew": approvedThen(async (office, ask) =>
    office.engine.statement(office.says("bob", ask, { says: "withdraw" })),
  ),
  "after one withdrew with another key": approvedThen(async (office, ask) =>
    office.engine.statement(office.says("alice-phone", ask, { says: "withdraw" })),
  ),
  "after a third refused": approvedThen(async (office, ask) =>
    office.engine.statement(office.says("erin", ask, { says: "refuse" })),
  ),
  "after one refused, and then approved": async (office, ask) => {
    await office.engine.statement(office.says("bob", ask, { says: "refuse" }));
    await approve(office, ask);
    return decide(office);
  },
  // Not what it seems.
  "with another purpose": stating({ purpose: "writ/login/v1" as never }),
  "with the signature of the text alone": signedOver((statement) => statement),
  "with the signature of the purpose and the text": signedOver((statement) => `writ/approval/v1\n${statement}`),
  "with the signature of a note": signedOver((statement) => `${statement}\n`),
  "with the signature of nothing": signedOver(() => ""),
  "with a signature of zeros": spoilt(edited((signed) => (signed.signature = toBase64(new Uint8Array(64))))),
  "with an edited ask": async (office, ask) => {
    const other = await decide(office, { args: { to: "bank", amount: "1" } });
    for (const id of ["alice-laptop", "bob"]) {
      const text = edited(({ statement }) => (statement["ask"] = ask.entry?.hash))(office.says(id, other));
      await office.engine.statement(text);
    }
    return decide(office);
  },
  "with an edited person": spoilt(
    edited(({ statement }) => (statement["approver"] = { key: publicOf("erin"), person: "erin" })),
  ),
  "with an edited word": async (office, ask) => {
    for (const id of ["alice-laptop", "bob"]) {
      const text = office.says(id, ask, { says: "refuse" });
      await office.engine.statement(
        edited(({ statement }) => Object.assign(statement, { says: "approve", scope: { kind: "once" } }))(text),
      );
    }
    return decide(office);
  },
  "cut off": spoilt((text) => text.slice(0, -1)),
  "with something behind it": spoilt((text) => `${text}\n`),
  "with a blank in it": spoilt((text) => text.replace(":", ": ")),
  "with a member more": spoilt(edited(({ statement }) => (statement["more"] = 1))),
  "with a member less": spoilt(edited(({ statement }) => delete statement["reason"])),
  "with a member twice": spoilt((text) => text.replace('"reason":null', '"reason":null,"reason":null')),
  "with one digit of the signature changed": spoilt((text) => flipped(text, 20)),
  "with one letter of the key changed": spoilt((text) => flipped(text, text.indexOf('"key":"') + 9)),
  "without a scope": stating({ scope: null }),
  "with a scope of another session": stating({ scope: { kind: "session", session: "s9", amount: null, count: null } }),
  empty: spoilt(() => ""),
  "a number": spoilt(() => "1"),
  "very long": spoilt((text) => text + " ".repeat(100_000)),
};

// What a store keeps is tested with all stores; here it is about what is said.
const SHORT = process.env["WRIT_LONG"] === "1" ? STORES : (["memory"] as const);

it.each(SHORT)("nothing is allowed by an approval that is not one, in %s", async (kind) => {
  const allowed: string[] = [];
  const findings: string[] = [];
  for (const [name, attempt] of Object.entries(MATRIX)) {
    const office = await openOffice(kind);
    const answer = await attempt(office, await decide(office));
    if (answer.decision === "allow") allowed.push(name);
    findings.push(...(await office.audit()).map((detail) => `${name}: ${detail}`));
    await office.close();
  }
  expect(Object.keys(MATRIX).length).toBeGreaterThanOrEqual(60);
  expect(allowed).toEqual([]);
  // Every refusal, and every decision that followed, is what an audit comes to as well.
  expect(findings).toEqual([]);
});

it("the same two people, asked properly, are enough: the matrix can fail", async () => {
  const office = await openOffice();
  expect(await stating({})(office, await decide(office))).toMatchObject({ decision: "allow" });
  expect(await approvedThen(async () => {})(office, await decide(office))).toMatchObject({ decision: "allow" });
  await office.close();
});
