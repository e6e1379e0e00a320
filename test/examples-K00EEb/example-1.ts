declare const text: string;
import { openEngine } from "writ/engine";

const engine = await openEngine({ policies: ["policy.toml"], state: ".writ/state/writ.db" });
const answer = await engine.decide({ kind: "tool", tool: "read_file", args: ["README.md"] }); // durable when it arrives
await engine.close();

export {};
