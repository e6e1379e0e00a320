import { decide, loadPolicies, toRequest, type Snapshot } from "writ";
import { openEngine } from "writ/engine";
declare const text: string;
declare const snapshot: Snapshot;
const engine = await openEngine({ policies: ["policy.toml"], state: ".writ/state/writ.db" });
const answer = await engine.decide({ kind: "tool", tool: "read_file", args: ["README.md"] });
await engine.close();

export {};
