/** Completion for fish. */

import type { Command, Option } from "../command.ts";
import { HELP } from "../option.ts";
import { bare, firstSummary, firstWords, secondWords } from "./word.ts";

/** A script to be sourced by fish 3 or later. */
export function fish(commands: readonly Command[]): string {
  const firsts = firstWords(commands);
  return [
    "# fish completion for writ: writ completion fish | source",
    "complete -c writ -f",
    ...firsts.map(
      (first) => `complete -c writ -n __fish_use_subcommand -a ${first} -d '${bare(firstSummary(commands, first))}'`,
    ),
    ...firsts.flatMap((first) => groupLines(commands, first)),
    ...commands.flatMap(commandLines),
    "",
  ].join("\n");
}

function groupLines(commands: readonly Command[], first: string): string[] {
  const seconds = secondWords(commands, first).join(" ");
  if (seconds === "") return [];
  return [
    `complete -c writ -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${seconds}' -a '${seconds}'`,
  ];
}

function commandLines({ name, options, positionals }: Command): string[] {
  const seen = name
    .split(" ")
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join("; and ");
  const start = `complete -c writ -n '${seen}'`;
  return [
    ...[...options, HELP].map((option) => `${start} ${optionWords(option)}`),
    ...positionals.flatMap(({ choices, path }) => {
      if (path) return [`${start} -F`];
      return choices === undefined ? [] : [`${start} -a '${choices.join(" ")}'`];
    }),
  ];
}

function optionWords({ name, short, value, path, choices, summary }: Option): string {
  return [
    `-l ${name}`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(value === undefined ? [] : [path ? "-r -F" : "-x"]),
    ...(choices === undefined ? [] : [`-a '${choices.join(" ")}'`]),
    `-d '${bare(summary)}'`,
  ].join(" ");
}
