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
  ["clock", new Set(["show"])],
  ["approvals", new Set(["list", "show"])],
  ["approvers", new Set(["list"])],
  ["budgets", new Set(["list", "show"])],
  ["sessions", new Set(["list", "show"])],
]);

/** Programs that run another by its name or its file. */
const RUNNERS: ReadonlySet<string> = new Set(
  "npx bunx pnpx pnpm yarn npm corepack volta mise node nodejs bun tsx deno".split(" "),
);
const RUNNER_WORDS: ReadonlySet<string> = new Set("exec dlx run x pnpm yarn npx npm".split(" "));
const VALUED: ReadonlySet<string> = new Set("-p --package --import -r --require --loader -C --dir --prefix".split(" "));
const PROGRAM =
  /^(?:[^\s]*\/)?(?:npm:)?writ(?:@[^\s]+|\.[cm]?js|\.cmd|\.ps1|\.exe)?(?:\/dist\/cli\/main\.js)?$|(?:^|\/)(?:dist|src)\/cli\/main\.[jt]s$/i;
/** No command line that runs Writ has its command further behind. */
const HEAD_UNITS = 1024;

/** Null when none of the commands administers Writ. */
export function administration(spellings: readonly Text[]): Refusal | null {
  for (const spelling of spellings) {
    const [command, action = ""] = writWords(typeof spelling === "string" ? spelling : spelling.join(" ")) ?? [];
    if (command === undefined || HARMLESS.has(command)) continue;
    if (HARMLESS_ACTIONS.get(command)?.has(action)) continue;
    return { code: "policy.protected", detail: `would run Writ's own administration: \`writ ${command}\`` };
  }
  return null;
}

/** The words behind `writ`, however it is started; null for a line that does not run it. */
export function writWords(line: string): readonly string[] | null {
  if (!MENTION.test(line)) return null;
  const words = line.slice(0, HEAD_UNITS).split(/\s+/);
  let at = 0;
  if (RUNNERS.has(baseOf(words[0] ?? "")))
    for (at = 1; isRunnerWord(words[at]); at += 1) at += +VALUED.has(words[at] ?? "");
  return PROGRAM.test(words[at] ?? "") ? words.slice(at + 1).filter((word) => word !== "") : null;
}

/** Most lines do not even mention it. */
const MENTION = /writ|cli\/main/i;

function isRunnerWord(word: string | undefined): boolean {
  return word !== undefined && (word.startsWith("-") || RUNNER_WORDS.has(word));
}

function baseOf(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1).toLowerCase();
}
