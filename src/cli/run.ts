/** Runs a command line: finds the command, reads its options, and turns every failure into a message and an exit code. */

import type { Args, Command } from "./command.ts";
import { COMMANDS } from "./command-table.ts";
import { EXIT } from "./exit-code.ts";
import { commandHelp, overview } from "./help.ts";
import type { Io, StopReason } from "./io.ts";
import { parse } from "./parse.ts";
import { didYouMean } from "./suggest.ts";
import { paintFor } from "./text/colour.ts";
import { escapeText } from "./text/escape.ts";
import { UsageError } from "./usage-error.ts";

/** Runs `writ` with the words that stand after it; resolves to the exit code and never rejects. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  try {
    const code = await dispatch(words, io);
    return io.stop.reason === ("interrupted" satisfies StopReason) ? EXIT.interrupted : code;
  } catch (error) {
    return report(error, io);
  }
}

async function dispatch(words: readonly string[], io: Io): Promise<number> {
  const [first] = words;
  if (first === undefined) {
    io.err(overview(COMMANDS, paintFor(io)));
    return EXIT.usage;
  }
  if (isHelp(words[1]) && groupOf(first).length > 0) return help([first], io);
  if (first === "--version") return showVersion(words.slice(1), io);
  if (isHelp(first) || first === "help") return help(words.slice(1), io);
  const command = find(words);
  const args = parse(command, words.slice(command.name.split(" ").length));
  if (args.options.has("help")) return help([command.name], io);
  return runLoaded({ ...args, commands: COMMANDS }, io);
}

const isHelp = (word: string | undefined): boolean => word === "--help" || word === "-h";

/** What may follow the first word of a group of commands. */
const groupOf = (first: string): readonly string[] =>
  COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.slice(first.length + 1));

async function runLoaded(args: Args, io: Io): Promise<number> {
  const { run } = await args.command.load();
  return run(args, io);
}

/** The command that the first word, or the first two, name. */
function find(words: readonly string[]): Command {
  const [first = "", second = ""] = words;
  const exact = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (exact !== undefined) return exact;
  const group = groupOf(first);
  if (group.length === 0) throw unknownCommand(first);
  if (second === "" || second.startsWith("-"))
    throw new UsageError(`\`writ ${first}\` needs one of ${group.join(", ")}`, first);
  throw new UsageError(`unknown command \`${first} ${second}\`${didYouMean(second, group)}`, first);
}

function unknownCommand(word: string): UsageError {
  if (word.startsWith("-")) return new UsageError(`unknown option \`${word}\`: options stand after the command`);
  const names = COMMANDS.map(({ name }) => name.split(" ")[0] ?? name);
  return new UsageError(`unknown command \`${word}\`${didYouMean(word, names)}`);
}

async function help(words: readonly string[], io: Io): Promise<number> {
  const topic = words.filter((word) => !word.startsWith("-")).join(" ");
  const found = COMMANDS.filter(({ name }) => name === topic || name.startsWith(`${topic} `));
  const [only] = found;
  if (topic !== "" && only === undefined) throw unknownCommand(topic);
  const text =
    found.length === 1 && only !== undefined
      ? commandHelp(only, paintFor(io))
      : overview(found.length > 0 ? found : COMMANDS, paintFor(io));
  await io.out(text);
  return EXIT.ok;
}

async function showVersion(rest: readonly string[], io: Io): Promise<number> {
  const { version } = await import("./version.ts");
  await io.out(rest.includes("--json") ? `${JSON.stringify({ version: version() })}\n` : `${version()}\n`);
  return EXIT.ok;
}

function report(error: unknown, io: Io): number {
  const paint = paintFor(io);
  const say = (text: string) => io.err(`${paint("red", "writ")}: ${escapeText(text)}\n`);
  if (error instanceof UsageError) {
    say(error.message);
    io.err(`try: writ ${error.command === null ? "" : `${error.command} `}--help\n`);
    return EXIT.usage;
  }
  say(error instanceof Error ? error.message : String(error));
  if (io.env["WRIT_DEBUG"] && error instanceof Error) io.err(`${error.stack}\n`);
  return EXIT.internal;
}
