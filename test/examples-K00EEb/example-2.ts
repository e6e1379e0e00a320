import { decide, loadPolicies, toRequest, type Snapshot } from "writ";
import { openEngine } from "writ/engine";
declare const text: string;
const snapshot = loadPolicies([{ name: "policy.toml", text: 'approval_mode = "ask"' }]);

export {};
