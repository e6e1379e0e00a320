import { expect, it } from "vitest";
import { sha256 } from "#sha256";
import { decide, loadPolicies, toRequest } from "../index.ts";
import { type Shown, shownOf } from "./shown.ts";

const AT = "2026-11-20T12:00:00.000Z";

const POLICY = `
[[rules]]
id = "sh"
tool = "run_terminal_cmd"
action = "ask"
approvals = "2 of ops"
reason = "look first"

[[rules]]
id = "pay"
action = "PAY"
effect = "ask"
`;

function shown(call: object, settings: string = ""): Shown {
  const snapshot = loadPolicies([{ name: "policy.toml", text: settings + POLICY }], {});
  const request = toRequest(call, snapshot);
  return shownOf(request, decide(request, snapshot, { at: AT }), { snapshot, at: AT, sha256 });
}

const line = (text: string): object => ({ kind: "tool", tool: "run_terminal_cmd", args: [text], principal: "agent:a" });

it("shows every command of a line, who asks and why, and who has to approve", () => {
  expect(shown(line("make clean && rm -rf build"))).toMatchObject({
    effects: ["run_terminal_cmd: make clean", "run_terminal_cmd: rm -rf build"],
    expires_at: "2026-11-20T13:00:00.000Z",
    principal: "agent:a",
    requesters: ["a", "agent:a"],
    requirement: "2 of group:ops",
    rules: [{ rule: "sh", source: "policy.toml:2", text: "look first" }],
    title: "agent:a: run_terminal_cmd: make clean",
  });
});

it("shows what is paid, and asks for anyone where nobody is named", () => {
  const pay = { kind: "action", action: "PAY", tenant: "acme", amount: "250", currency: "USD" };
  expect(shown(pay)).toMatchObject({
    effects: ["PAY for acme: 250 USD"],
    requirement: "1 of anyone",
    risks: ["is a payment"],
    tenant: "acme",
  });
});

it("waits for as long as the settings say, and no longer than the request itself is good for", () => {
  expect(shown(line("make"), "[settings]\nask_ttl = 90\n").expires_at).toBe("2026-11-20T12:01:30.000Z");
  expect(shown(line("make"), "[settings]\nask_ttl = 2592000\n").expires_at).toBe("2026-12-20T12:00:00.000Z");
});

it("says what it cannot show", () => {
  expect(shown(line("rm $x")).risks).toContain("is not wholly known before it runs");
  const long = shown(line(`echo ${"x".repeat(5000)}`));
  expect(long.risks).toContain("is too long to be shown whole");
  expect(long.effects[0]?.length).toBeLessThan(4200);
});

it.each([
  [{ owner: "user:ada" }],
  [{ owner: { type: "User", id: "ada" } }],
  [{ owner: { __entity: { type: "User", id: "ada" } } }],
  [{ delegator: ["ada", "bea"] }],
  [{ delegator: 'User::"ada"' }],
])("whoever %j could mean does not count", (context) => {
  const question = { kind: "access", subject: "agent:a", action: "PAY", resource: "x", context };
  expect(shown(question).requesters).toContain("ada");
});

it("names an entity of another type than the usual one with its type", () => {
  const question = (type: string) => ({
    kind: "access",
    subject: { type: "user", id: "x" },
    action: "PAY",
    resource: { type, id: "prod" },
  });
  expect(shown(question("Folder"))).toMatchObject({ principal: 'user::"x"', resource: 'Folder::"prod"' });
  expect(shown(question("Writ::Tenant"))).toMatchObject({ resource: "prod" });
});
