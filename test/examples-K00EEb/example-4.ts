import { decide, loadPolicies, toRequest, type Snapshot } from "writ";
import { openEngine } from "writ/engine";
declare const text: string;
declare const snapshot: Snapshot;
const { decision } = decide({ kind: "tool", tool: "read_file", args: ["README.md"] }, snapshot, {});

export {};
