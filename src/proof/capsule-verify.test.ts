import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { type Recorded, record } from "../../test/verifier/recorded.ts";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import { loadPolicies } from "../index.ts";
import { normaliseRecorded } from "./capsule-normalise.ts";
import { type CapsuleReport, verifyCapsule } from "./capsule-verify.ts";

const SMALL = { sha256, verifyEd25519 };
const PORTS = { ...SMALL, normalise: normaliseRecorded, load: loadPolicies };

const POLICY = `approval_mode = "ask"
[[rules]]
action = "allow"
tool_pattern = "read_*"
[[rules]]
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "rm *"
`;

const DAY = {
  files: [{ name: "policy.toml", text: POLICY }],
  calls: [
    { kind: "tool", tool: "read_file", args: ["a.txt"] },
    { kind: "tool", tool: "run_terminal_cmd", args: ["ls && rm -rf /"] },
    { kind: "tool", tool: "write_file", args: ["link/x"] },
    { kind: "tool", tool: "read_file", args: ["a"], at: "2026-01-01T00:00:00Z" },
    '{"kind":"nonsense"}',
    "no JSON",
    new Uint8Array([0xff]),
    "x".repeat(1_100_000),
  ],
  links: { "link/x": "/etc/x" },
};

const verify = (capsule: string, { trust }: Recorded, ports = PORTS as Partial<typeof PORTS> & typeof SMALL) =>
  verifyCapsule(capsule, JSON.stringify(trust), ports);

const troubles = ({ checks }: CapsuleReport) =>
  checks.filter(({ result }) => result !== "passed").map(({ code }) => code);

const day: Recorded = await record(DAY);

describe("a capsule", () => {
  it("is verified for allow, deny, ask and every refusal whose call was kept", async () => {
    const reports = await Promise.all(day.capsules.map((capsule) => verify(capsule, day)));
    expect(reports.map(({ verdict, decision }) => `${verdict} ${decision}`)).toEqual([
      "verified allow",
      "verified deny",
      "verified ask",
      "verified deny",
      "verified deny",
      "verified deny",
      "verified deny",
      "incomplete deny",
    ]);
    expect(reports.map(troubles)).toEqual([[], [], [], [], [], [], [], ["skipped.call_not_kept"]]);
    expect(reports[0]?.asserted).toEqual(["at", "basis"]);
  });
});
