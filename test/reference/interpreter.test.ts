/** The reference against decisions worked out by hand. */

import { expect, test } from "vitest";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Part, Request } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule, Snapshot } from "../../src/kernel/rule.ts";
import { actionPart, argumentOf, policyOf, requestOf, ruleOf, snapshotOf, toolPart } from "./example.ts";
import { seal } from "./generate.ts";
import { referenceDecide } from "./interpreter.ts";

const removes: Condition = { kind: "glob", field: "args", pattern: "rm *" };
const shell: Condition = { kind: "equal", field: "tool", value: "shell" };
const unknown: Condition = { kind: "equal", field: "args.secret", value: "x" };
const small: Condition = { kind: "at_most", field: "amount", value: "9.99" };

const fails: Condition = { kind: "holds", of: { kind: "get", of: { kind: "variable", name: "context" }, name: "no" } };
const onTool: Condition = { kind: "entity_is", slot: "resource", type: "Writ::Tool" };
const CEDAR: Partial<Policy> = { about: "any", combine: "deny_overrides", faults: "deny" };
const approved = (rule: Rule): Rule => ({ ...rule, approvals: "1 of anyone" });

interface Row {
  readonly says: string;
  readonly rules: readonly Rule[];
  readonly part?: Part;
  /** Parts besides the first. */
  readonly more?: readonly Part[];
  readonly headless?: boolean;
  readonly combine?: Policy["combine"];
  readonly about?: Policy["about"];
  readonly policy?: Partial<Policy>;
  readonly mode?: Snapshot["mode"];
  readonly facts?: Facts;
  readonly request?: Partial<Request>;
  readonly gives: string;
}

const hole = toolPart({ args: argumentOf(["", " x"]) });

const rows: readonly Row[] = [
  { says: "nothing that matches denies", rules: [], gives: "deny policy.no_matching_rule" },
  { says: "a mode answers a tool call", rules: [], mode: "ask", gives: "ask" },
  {
    says: "a mode answers no action",
    rules: [],
    mode: "yolo",
    part: actionPart(),
    gives: "deny policy.no_matching_rule",
  },
  { says: "an allow that matches allows", rules: [ruleOf("a", "allow", shell)], gives: "allow a" },
  {
    says: "a deny beats an allow in deny_overrides",
    combine: "deny_overrides",
    rules: [ruleOf("a", "allow", shell), ruleOf("d", "deny", shell)],
    gives: "deny policy.denied d",
  },
  {
    says: "the first match decides in first_match",
    rules: [ruleOf("a", "allow", shell), ruleOf("d", "deny", shell)],
    gives: "allow a",
  },
  { says: "an unknown deny denies", rules: [ruleOf("d", "deny", unknown)], gives: "deny policy.undecidable d" },
  { says: "an unknown allow is passed over", rules: [ruleOf("a", "allow", unknown)], mode: "ask", gives: "ask" },
  { says: "an open deny asks", rules: [ruleOf("d", "deny", removes)], part: hole, gives: "ask d" },
  {
    says: "a hole that cannot match leaves no trace",
    rules: [ruleOf("d", "deny", removes, { kind: "glob", field: "args", pattern: "rm y" })],
    part: hole,
    mode: "yolo",
    gives: "allow",
  },
  {
    says: "an unknown ask lets a later deny speak",
    rules: [ruleOf("q", "ask", unknown), ruleOf("d", "deny", shell)],
    gives: "deny policy.denied d",
  },
  {
    says: "an unknown ask is not lifted by a later allow",
    rules: [ruleOf("q", "ask", unknown), ruleOf("a", "allow", shell), ruleOf("d", "deny", shell)],
    gives: "ask q",
  },
  {
    says: "a near miss names the code",
    about: "action",
    part: actionPart(),
    rules: [ruleOf("a", "allow", small)],
    gives: "deny policy.limit_exceeded",
  },
  {
    says: "a freeze denies what a rule allows",
    rules: [ruleOf("a", "allow")],
    facts: { frozen: true },
    gives: "deny policy.frozen",
  },
  {
    says: "a freeze that is named denies what a rule allows",
    rules: [ruleOf("a", "allow")],
    facts: { frozen: { reason: "lost", scope: { kind: "all" }, until: null } },
    gives: "deny policy.frozen",
  },
  {
    says: "a refusal denies what a rule allows",
    rules: [ruleOf("a", "allow")],
    request: { refusal: { code: "policy.protected", detail: "" } },
    gives: "deny policy.protected",
  },
  {
    says: "a session rule stands in front, beside an admin rule the stricter holds",
    rules: [{ ...ruleOf("q", "ask", shell), tier: "admin" }, ruleOf("d", "deny", shell)],
    facts: { session: { rules: [{ ...ruleOf("s", "allow", shell), tier: "session" }] } },
    gives: "ask q",
  },
  {
    says: "an allow sees the exact name only",
    rules: [ruleOf("a", "allow", shell)],
    part: toolPart({ tool: "Shell" }),
    gives: "deny policy.no_matching_rule",
  },
  {
    says: "a deny sees every spelling",
    rules: [ruleOf("d", "deny", { kind: "equal", field: "tool", value: "BASH" })],
    part: toolPart({ tool_forms: ["shell", "bash"] }),
    gives: "deny policy.denied d",
  },
  {
    says: "a star takes a hole, whatever it holds",
    rules: [ruleOf("d", "deny", { kind: "glob", field: "args", pattern: "*x" })],
    part: hole,
    gives: "deny policy.denied d",
  },
  {
    says: "no allow relies on a hole that a star takes",
    rules: [ruleOf("a", "allow", { kind: "glob", field: "args", pattern: "*x" })],
    part: hole,
    gives: "deny policy.no_matching_rule",
  },
  {
    says: "a deny whose spellings are open is undecidable where nothing can be relied on",
    rules: [ruleOf("d", "deny", removes)],
    part: toolPart({ args: { ...argumentOf(["", " x"]), opaque: "not parsable" } }),
    gives: "deny policy.undecidable d",
  },
  {
    says: "a deny does not heed doubt",
    rules: [ruleOf("d", "deny", removes), ruleOf("q", "ask", shell)],
    part: toolPart({ args: { ...argumentOf("ls"), doubt: "doubtful" } }),
    gives: "ask q",
  },
  {
    says: "an allow that negates heeds doubt",
    rules: [ruleOf("a", "allow", { kind: "not", of: removes })],
    part: toolPart({ args: { ...argumentOf("ls"), doubt: "doubtful" } }),
    gives: "deny policy.no_matching_rule",
  },
  {
    says: "an earlier allow hides a later deny from a part that is only restricted, and is silence",
    rules: [ruleOf("a", "allow", shell), ruleOf("d", "deny", shell)],
    part: toolPart({ judged: "restrict" }),
    gives: "deny policy.no_matching_rule",
  },
  {
    says: "a part that is only restricted denies the whole request",
    rules: [ruleOf("d", "deny", removes), ruleOf("a", "allow", shell)],
    more: [toolPart({ judged: "restrict", args: argumentOf("rm x") })],
    gives: "deny policy.denied d",
  },
  {
    says: "parts are heard in the order given",
    combine: "deny_overrides",
    rules: [ruleOf("d", "deny", removes), ruleOf("e", "deny", { kind: "equal", field: "args", value: "ls" })],
    more: [toolPart({ judged: "restrict", args: argumentOf("rm x") })],
    gives: "deny policy.denied e d",
  },
  {
    says: "a headless ask is a deny that names who asked",
    rules: [ruleOf("q", "ask", shell)],
    headless: true,
    gives: "deny approval.required q",
  },
  {
    says: "session rules speak where no policy is about tools, the first of them first",
    about: "action",
    rules: [],
    facts: {
      session: {
        rules: [
          { ...ruleOf("s", "allow", shell), tier: "session" },
          { ...ruleOf("t", "deny", shell), tier: "session" },
        ],
      },
    },
    gives: "allow s",
  },
  {
    says: "session rules are ordinary rules of deny_overrides",
    combine: "deny_overrides",
    rules: [ruleOf("d", "deny", shell)],
    facts: { session: { rules: [{ ...ruleOf("s", "allow", shell), tier: "session" }] } },
    gives: "deny policy.denied d",
  },
  {
    says: "a limit that is no decimal is unknown",
    about: "action",
    part: actionPart(),
    rules: [ruleOf("d", "deny", { kind: "equal", field: "amount", value: "010" })],
    gives: "deny policy.undecidable d",
  },
  {
    says: "what is cut off below the millisecond makes no difference",
    rules: [ruleOf("a", "allow", { kind: "since", value: "2026-01-01T00:00:00.0009Z" })],
    facts: { at: "2026-01-01T00:00:00Z" },
    gives: "allow a",
  },
  {
    says: "an allow with approvals asks",
    policy: CEDAR,
    rules: [approved(ruleOf("a", "allow", shell)), ruleOf("b", "allow")],
    gives: "ask a",
  },
  {
    says: "an allow with approvals that fails is silent alone",
    policy: CEDAR,
    rules: [approved(ruleOf("a", "allow", fails))],
    gives: "deny policy.no_matching_rule",
  },
  {
    says: "an allow with approvals that fails joins another",
    policy: CEDAR,
    rules: [approved(ruleOf("a", "allow", fails)), ruleOf("b", "allow")],
    gives: "ask a",
  },
  {
    says: "a liftable deny asks where the rest allows",
    policy: CEDAR,
    rules: [approved(ruleOf("d", "deny")), ruleOf("a", "allow")],
    gives: "ask d",
  },
  {
    says: "a liftable deny stands in front of who asks without it",
    policy: CEDAR,
    rules: [ruleOf("q", "ask"), approved(ruleOf("d", "deny"))],
    gives: "ask d q",
  },
  {
    says: "a liftable deny denies where nothing allows",
    policy: CEDAR,
    rules: [approved(ruleOf("d", "deny"))],
    gives: "deny policy.denied d",
  },
  {
    says: "a liftable deny is not lifted beside another deny",
    policy: CEDAR,
    rules: [approved(ruleOf("d", "deny")), ruleOf("e", "deny"), ruleOf("a", "allow")],
    gives: "deny policy.denied d e",
  },
  {
    says: "a deny that fails is skipped where errors are",
    policy: { ...CEDAR, faults: "skip" },
    rules: [ruleOf("d", "deny", fails), ruleOf("a", "allow")],
    gives: "allow a",
  },
  {
    says: "a deny that fails denies where errors do",
    policy: CEDAR,
    rules: [ruleOf("d", "deny", fails), ruleOf("a", "allow")],
    gives: "deny policy.undecidable d",
  },
  {
    says: "no mode answers what a governing policy can be about, whoever asks",
    policy: { ...CEDAR, governs: true },
    mode: "yolo",
    rules: [ruleOf("a", "allow", { kind: "entity_equal", slot: "principal", uid: { type: "User", id: "x" } }, onTool)],
    gives: "deny policy.no_matching_rule",
  },
  {
    says: "a mode answers what a governing policy cannot be about",
    policy: { ...CEDAR, governs: true },
    mode: "yolo",
    rules: [ruleOf("a", "allow", { kind: "entity_is", slot: "resource", type: "Doc" })],
    gives: "allow",
  },
];

test.each(rows)("$says", ({ rules, part, more, headless, combine, about, mode, facts, request, gives, ...row }) => {
  const policy: Policy = { ...policyOf(combine ?? "first_match", rules), about: about ?? "tool", ...row.policy };
  const asked = requestOf([part ?? toolPart(), ...(more ?? [])], request);
  const snapshot = seal({ policies: [policy], mode: mode ?? null, headless: headless ?? false });
  const { decision, deny_code, matched_rules } = referenceDecide(asked, snapshot, facts ?? {});
  expect([decision, deny_code ?? [], matched_rules].flat().join(" ")).toBe(gives);
});

test("a redirect beside an allow with argument conditions needs rules of its own", () => {
  const redirect = toolPart({ judged: "beside", tool: "write_file", tool_forms: ["write_file"], name: "write_file" });
  const request = requestOf([toolPart(), redirect]);
  const decideBy = (...when: readonly Condition[]): string =>
    referenceDecide(request, snapshotOf([policyOf("first_match", [ruleOf("a", "allow", shell, ...when)])]), {})
      .decision;
  expect(decideBy()).toBe("allow");
  expect(decideBy({ kind: "glob", field: "args", pattern: "ls*" })).toBe("deny");
});
