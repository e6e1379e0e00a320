/** Writ's own commands: an agent may ask what it may do, and never change it. */

import type { Refusal, Text } from "../kernel/request.ts";

/** Commands of Writ that change nothing; every other one is administration. */
const HARMLESS: ReadonlySet<string> = new Set([
  "check", "decide", "explain", "list", "validate", "test", "diff", "demo", "help", "completion", "simulate", "suggest",
  "doctor", "version", "--help", "--version", "-h", "-V",
]); // biome-ignore format: one list, not one name a line

/** Commands of which only some actions are harmless. */
const HARMLESS_ACTIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["ledger", new Set(["show", "verify", "audit", "export", "prove"])],
  ["capsule", new Set(["verify"])],
  ["approvals", new Set(["list", "show"])],
  ["budgets", new Set(["list", "show"])],
  ["sessions", new Set(["list", "show"])],
]);

const RUNNER =
  "(?:(?:npx|bunx|pnpx|pnpm|yarn|npm|corepack|volta|mise)\\s+(?:(?:exec|dlx|run|x|pnpm|yarn|npx|--|-p\\s+\\S+|--package\\s+\\S+|-\\S+)\\s+)*|(?:node|nodejs|bun|tsx|deno)\\s+(?:(?:run|--import\\s+\\S+|-r\\s+\\S+|-\\S+)\\s+)*)?";
const PROGRAM =
  "(?:(?:\\S*\\/)?(?:npm:)?writ(?:@\\S+|\\.[cm]?js|\\.cmd|\\.ps1|\\.exe)?(?:\\/dist\\/cli\\/main\\.js)?|(?:\\S*\\/)?(?:dist|src)\\/cli\\/main\\.[jt]s)";
const WRIT = new RegExp(`^${RUNNER}${PROGRAM}(?:\\s+(\\S+))?(?:\\s+(\\S+))?`, "i");
const WHOLE = new RegExp(`^${RUNNER}${PROGRAM}(?:\\s|$)`, "i");

/** True for a command line that runs Writ itself. */
export function runsWrit(text: string): boolean {
  return WHOLE.test(text);
}

/** Null when none of the commands administers Writ. */
export function administration(spellings: readonly Text[]): Refusal | null {
  for (const spelling of spellings) {
    const text = typeof spelling === "string" ? spelling : spelling.join(" ");
    const [, command, action] = (runsWrit(text) && WRIT.exec(text)) || [];
    if (command === undefined || HARMLESS.has(command)) continue;
    if (action !== undefined && HARMLESS_ACTIONS.get(command)?.has(action)) continue;
    return { code: "policy.protected", detail: `would run Writ's own administration: \`writ ${command}\`` };
  }
  return null;
}
