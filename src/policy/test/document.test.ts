import { describe, expect, test } from "vitest";
import { readTests } from "./document.ts";

const CASE = `[[cases]]
name = "no deletion"
call = { kind = "tool", tool = "run_terminal_cmd", args = ["rm -rf /"] }
expect = "deny"
`;

const read = (text: string, name = "a.test.toml") => readTests({ name, text });

describe("a test file", () => {
  test("is a list of calls with the answers they must get", () => {
    const text = `policy = "policy.toml"\n${CASE}rule = "no-rm"\ncode = "policy.denied"\nreason = "accident"\nfacts = { at = 2026-11-20T12:00:00Z }\n`;
    expect(read(text)).toEqual({
      policies: ["policy.toml"],
      diagnostics: [],
      cases: [
        {
          name: "no deletion",
          call: { kind: "tool", tool: "run_terminal_cmd", args: ["rm -rf /"] },
          facts: { at: "2026-11-20T12:00:00.000Z" },
          expect: "deny",
          rules: ["no-rm"],
          code: "policy.denied",
          reason: "accident",
          line: 2,
        },
      ],
    });
  });

  test("reads the same from JSON", () => {
    const cases = [{ name: "a", call: { kind: "tool", tool: "x" }, expect: "ask_user", rule: ["r", "s"] }];
    expect(read(JSON.stringify({ cases }), "a.test.json")).toMatchObject({
      policies: null,
      diagnostics: [],
      cases: [{ expect: "ask", rules: ["r", "s"], code: null, reason: null }],
    });
  });

  test("merges defaults and facts into each case, key by key, and the case wins", () => {
    const text = `facts = { at = "2026-01-01T00:00:00Z", frozen = true }
[defaults]
kind = "action"
currency = "USD"
args = { a = 1 }
[[cases]]
name = "a"
call = { currency = "EUR", args = { b = 2 } }
facts = { frozen = false }
expect = "deny"
`;
    expect(read(text).cases[0]).toMatchObject({
      call: { kind: "action", currency: "EUR", args: { b: 2 } },
      facts: { at: "2026-01-01T00:00:00.000Z", frozen: false },
    });
    expect(read(text).cases[0]?.call["args"]).toEqual({ b: 2 });
  });

  test("is decided at the time that the call brings, unless facts say another", () => {
    const at = (facts: string) =>
      read(`[[cases]]\nname = "a"\nexpect = "deny"\ncall = { at = "2026-01-01T00:00:00Z" }\n${facts}`).cases[0]?.facts;
    expect(at("")).toEqual({ at: "2026-01-01T00:00:00Z" });
    expect(at('facts.at = "2027-01-01T00:00:00Z"')).toEqual({ at: "2027-01-01T00:00:00.000Z" });
  });
});

describe("what is wrong with a test file", () => {
  test.each([
    ["", "test.no_cases", 0],
    ["cases = []", "test.no_cases", 0],
    ['[[case]]\nname = "a"', "test.unknown_key", 1],
    [`${CASE}expected = "deny"`, "case.unknown_key", 5],
    [`${CASE}facts = { at = "soon" }`, "value.instant", 5],
    [`${CASE}facts = { spent = 1 }`, "facts.unknown_key", 5],
    [`${CASE}code = "request.invalit"`, "value.unknown_word", 5],
    [CASE.replace('"deny"', '"denied"'), "value.unknown_word", 4],
    [CASE.replace('"deny"', '"dry_run_first"'), "rule.no_dry_run", 4],
    [CASE.replace('name = "no deletion"', ""), "case.missing_key", 1],
    [CASE.replace('expect = "deny"', ""), "case.missing_key", 1],
    [CASE.replace(/call = .*/, 'call = "rm"'), "value.type", 3],
    ["[[cases]", "toml.syntax", 1],
  ])("%j is %s on line %i, and no case is run", (text, code, line) => {
    const { cases, diagnostics } = read(text);
    expect(cases).toEqual([]);
    expect(diagnostics).toEqual([expect.objectContaining({ code, line, severity: "error", file: "a.test.toml" })]);
  });

  test("has help with what was meant", () => {
    expect(read(`${CASE}expected = "deny"`).diagnostics[0]?.help).toBe("did you mean `expect`?");
    expect(read(`${CASE}code = "request.invalit"`).diagnostics[0]?.help).toBe("did you mean `request.invalid`?");
  });

  test("is said all at once", () => {
    expect(read(`polcy = "a"\n${CASE}x = 1\n[[cases]]\n`).diagnostics.map(({ line }) => line)).toEqual([1, 6, 7, 7, 7]);
  });
});
