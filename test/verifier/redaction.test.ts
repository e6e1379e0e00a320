import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { canonical } from "../../src/kernel/canonical.ts";
import { readCanonical } from "../../src/kernel/canonical-read.ts";
import { commitmentOf, type Opening } from "../../src/kernel/redaction.ts";
import { entryHash } from "../../src/ledger/entry.ts";
import { type Capsule, makeCapsule } from "../../src/proof/capsule.ts";
import { verifyCapsule } from "../../src/verify.ts";
import { PORTS, verdictsOf, verifyBoth } from "./both.ts";
import { type Day, type Recorded, record } from "./recorded.ts";

const POLICY = `[settings]
redact = ["/args/card", "/args/holder/na~1me", "/args/note"]
[[rules]]
action = "deny"
tool_pattern = "charge"
arg_pattern = "*666*"
[[rules]]
action = "allow"
tool_pattern = "charge"
`;
const holder = { "na/me": "Zoë 😀", born: 1990 };
const call = (card: unknown, more: object = {}) => ({ kind: "tool", tool: "charge", args: { card, holder, ...more } });
const DAY: Day = {
  files: [{ name: "p.toml", text: POLICY }],
  calls: [
    call("4111111111111111"),
    call("666"),
    call([18446744073709551615n, { a: null }]),
    { kind: "tool", tool: "charge", args: { other: "x" } },
    '{"kind":"tool","args":{"card":"77"}}',
  ],
};
const days: Record<"none" | "one" | "all", Recorded> = {
  none: await record(DAY),
  one: await record({ ...DAY, calls: DAY.calls.slice(0, 3), reveal: ["/args/holder/na~1me"] }),
  all: await record({ ...DAY, reveal: "all" }),
};

const capsuleOf = (text = ""): Capsule => readCanonical(text) as unknown as Capsule;

async function troubles(text: string | undefined, { trust }: Recorded = days.all): Promise<Record<string, string>> {
  const verdicts = Object.entries(verdictsOf(await verifyBoth(text ?? "", trust)));
  return Object.fromEntries(verdicts.filter(([, code]) => code !== "passed"));
}

const CLOSED = { redaction: "skipped.redacted", decision: "skipped.redacted" };

describe("a capsule of a call with redacted fields", () => {
  it("proves all but the decision while a field is closed, and says so", async () => {
    for (const day of [days.none, days.one])
      for (const capsule of day.capsules.slice(0, 3)) {
        const report = await verifyBoth(capsule, day.trust);
        expect([report.verdict, await troubles(capsule, day)]).toEqual(["incomplete", CLOSED]);
      }
    for (const text of days.none.capsules.slice(0, 3)) {
      expect(text).not.toMatch(/4111111|Zoë|18446744073709551615/);
      // In the Base64 of a signature any two letters may follow each other.
      const unsigned = text.replace(JSON.stringify(capsuleOf(text).checkpoint), '""');
      expect(unsigned.length).toBeLessThan(text.length);
      expect(unsigned).not.toMatch(/4111111|Zo|18446744073709551615/);
    }
    expect(days.one.capsules.map((text) => capsuleOf(text).openings.length)).toEqual([1, 1, 1]);
  });

  it("proves everything when all of them are opened, and when there are none", async () => {
    for (const capsule of days.all.capsules.slice(0, 4)) expect(await troubles(capsule)).toEqual({});
    expect(days.all.capsules.map((text) => capsuleOf(text).decision.decision)).toEqual([
      "allow",
      "deny",
      "allow",
      "allow",
      "deny",
    ]);
    expect(await troubles(days.none.capsules[3], days.none)).toEqual({});
    expect(await troubles(days.all.capsules[4])).toEqual({ call: "skipped.call_not_kept" });
  });

  it("is incomplete without a front end, opened or not", async () => {
    const open = async (text: string | undefined, { trust }: Recorded) =>
      (await verifyCapsule(text ?? "", JSON.stringify(trust))).checks.flatMap(({ name, code }) =>
        code === null ? [] : [[name, code]],
      );
    const others = [
      ["call", "skipped.normaliser"],
      ["rules", "skipped.loader"],
    ];
    expect(await open(days.all.capsules[0], days.all)).toEqual([...others, ["decision", "skipped.normaliser"]]);
    expect(await open(days.none.capsules[0], days.none)).toEqual([
      ["redaction", "skipped.redacted"],
      ...others,
      ["decision", "skipped.redacted"],
    ]);
  });

  it("refuses what does not open a field: another salt, value, place, entry, order, or field", async () => {
    const capsule = capsuleOf(days.all.capsules[0]);
    const [card, name] = capsule.openings as readonly [Opening, Opening];
    const [strange] = capsuleOf(days.all.capsules[1]).openings as readonly [Opening];
    const forged: readonly (readonly Opening[])[] = [
      [{ ...card, salt: card.salt.replace(/./, (digit) => (digit === "0" ? "1" : "0")) }, name],
      [{ ...card, value: '"4111111111111112"' }, name],
      [{ ...card, value: ` ${card.value}` }, name],
      [{ ...name, pointer: card.pointer }, name],
      [{ ...card, pointer: name.pointer }],
      [strange, name],
      [name, card],
      [card, card, name],
      [card, name, { ...name, pointer: "/args/note" }],
      [card, name, { ...name, pointer: "/kind" }],
      [card, name, { ...name, pointer: "" }],
    ];
    for (const openings of forged) {
      const found = await troubles(makeCapsule({ ...capsule, openings }));
      expect([openings, found["redaction"]]).toEqual([openings, "redaction.opening"]);
    }
    const misplaced = makeCapsule({ ...capsuleOf(days.all.capsules[3]), openings: [card] });
    expect(await troubles(misplaced)).toEqual({ redaction: "redaction.opening" });
  });

  /** A ledger whose writer lies about what is redacted; its checkpoint does not fit, but that is another check. */
  const rewritten = (change: (body: Record<string, unknown>) => object): string => {
    const capsule = capsuleOf(days.all.capsules[0]);
    const entry = JSON.parse(capsule.entry.text) as { body: Record<string, unknown> };
    const body = { ...entry.body, ...change(entry.body) } as Record<string, unknown>;
    for (const name of Object.keys(body)) if (body[name] === undefined) delete body[name];
    const text = canonical({ ...entry, body });
    return makeCapsule({
      ...capsule,
      call: String(body["call"]),
      entry: { ...capsule.entry, text, hash: entryHash(text, sha256) },
    });
  };

  it("refuses an entry that redacts other fields than the policy names", async () => {
    const plain = canonical(call("4111111111111111"));
    const changes: readonly ((body: Record<string, unknown>) => object)[] = [
      () => ({ redacted: undefined }),
      () => ({ redacted: [] }),
      () => ({ redacted: null }),
      () => ({ redacted: ["/args/card"] }),
      () => ({ redacted: ["/args/holder/na~1me", "/args/card"] }),
      () => ({ redacted: ["/args/card", "/args/holder/na~1me", "/tool"] }),
      () => ({ call: plain }),
      () => ({ call: plain, redacted: undefined }),
      ({ call: shown }) => ({ call: String(shown).replace(/redacted:[0-9a-f]/, "redacted:") }),
    ];
    for (const change of changes) {
      const report = await verifyCapsule(rewritten(change), JSON.stringify(days.all.trust), PORTS);
      const found = verdictsOf(report);
      expect([change.toString(), found["redaction"], report.verdict]).toEqual([
        change.toString(),
        "redaction.fields",
        "refused",
      ]);
      expect((await troubles(rewritten(change)))["redaction"]).toBe("redaction.fields");
    }
  });

  it("cannot be opened to another value by who has all of it but the salt", () => {
    const capsule = capsuleOf(days.none.capsules[0]);
    const shown = JSON.parse(capsule.call ?? "").args.card;
    const value = canonical("4111111111111111");
    for (const salt of ["", "0".repeat(64), sha256(value), capsule.request_hash.slice(2)])
      expect(commitmentOf({ pointer: "/args/card", salt, value }, sha256)).not.toBe(shown);
  });
});
