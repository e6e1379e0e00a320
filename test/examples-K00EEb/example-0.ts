declare const text: string;
import { decide, loadPolicies, toRequest } from "writ";

const snapshot = loadPolicies([{ name: "policy.toml", text }]); // throws PolicyError with every diagnostic
const request = toRequest({ kind: "tool", tool: "read_file", args: ["README.md"] }, snapshot);
const decision = decide(request, snapshot, { at: "2026-11-20T12:00:00Z" }); // pure

export {};
