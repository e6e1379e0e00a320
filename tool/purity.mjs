/** Fails when a pure folder names something that is not the same everywhere and always: a clock, chance, locale, I/O. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PURE = ["kernel", "policy", "intent", "budget", "approval", "ledger", "book", "proof"];

/** What decisions must not depend on, by the words that reach it. */
const FORBIDDEN = [
  [/\bnew Date\b|\bDate\.|\bDate\(/, "a clock or the machine's calendar"],
  [/\bperformance\b/, "a clock"],
  [/\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/, "a timer"],
  [/\bMath\.random\b|\bcrypto\b|\brandomUUID\b/, "chance"],
  [/\bIntl\b|\.toLocale\w+|\.localeCompare\b|\.normalize\(/, "locale or the runtime's Unicode tables"],
  [/\bprocess\b|\bBuffer\b|\bglobalThis\b|\bconsole\b|\bfetch\(|\brequire\(/, "the surrounding process"],
  [/from "node:|import\("node:/, "a module of Node"],
];

const problems = PURE.flatMap((folder) => sources(join("src", folder)).flatMap(check));
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`purity: ${PURE.join(", ")} depend on their inputs only`);
process.exitCode = problems.length === 0 ? 0 : 1;

function sources(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => join(folder, name));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

function check(file) {
  const lines = withoutTexts(readFileSync(file, "utf8")).split("\n");
  return lines.flatMap((line, i) =>
    FORBIDDEN.filter(([word]) => word.test(line)).map(
      ([, what]) => `${file}:${i + 1}: depends on ${what}: ${line.trim()}`,
    ),
  );
}

/** Blanks out comments and texts, so that only code is judged; imports keep their module names. */
function withoutTexts(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"/g, (part) =>
    part.startsWith('"node:') ? part : part.replace(/[^\n]/g, " "),
  );
}
