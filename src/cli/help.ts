/** Help, generated from the command table. */

import type { Command, Option } from "./command.ts";
import { EXIT_MEANING } from "./exit-code.ts";
import { HELP } from "./option.ts";
import type { Paint } from "./text/colour.ts";
import { pairLines } from "./text/table.ts";

/** All commands in one screen. */
export function overview(commands: readonly Command[], paint: Paint): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return [
    "writ decides what an AI agent may do: allow, deny or ask.\n",
    section("usage", "  writ COMMAND [OPTION…]\n", paint),
    section("commands", pairLines(rows, paint), paint),
    section(
      "exit codes",
      pairLines(
        EXIT_MEANING.map(([code, meaning]) => [String(code), meaning]),
        paint,
      ),
      paint,
    ),
    "`writ help COMMAND` says more, with examples.\n",
  ].join("\n");
}

/** One command with its options and examples. */
export function commandHelp(command: Command, paint: Paint): string {
  const options = [...command.options, HELP].map((option) => [spelling(option), describe(option)] as const);
  const examples = command.examples.map(({ line, says }) => `  ${paint("dim", `# ${says}`)}\n  writ ${line}\n`);
  return [
    `${command.summary}\n`,
    section("usage", `  ${usageLine(command)}\n`, paint),
    ...(command.notes ?? []).map((note) => `${note}\n`),
    section("options", pairLines(options, paint), paint),
    section("examples", examples.join("\n"), paint),
  ].join("\n");
}

function usageLine({ name, usage }: Command): string {
  return ["writ", name, usage, "[OPTION…]"].filter((word) => word !== "").join(" ");
}

function section(title: string, body: string, paint: Paint): string {
  return `${paint("bold", title)}\n${body}`;
}

function spelling({ name, short, value }: Option): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function describe({ summary, choices }: Option): string {
  return choices === undefined ? summary : `${summary}: ${choices.join(", ")}`;
}
