/** The words that commands begin with. */

import type { Command } from "../command.ts";

/** Each first word once. */
export const firstWords = (commands: readonly Command[]): readonly string[] => [
  ...new Set(commands.map(({ name }) => name.split(" ")[0] ?? name)),
];

/** What may follow the first word of a group; empty for a plain command. */
export const secondWords = (commands: readonly Command[], first: string): readonly string[] =>
  commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.slice(first.length + 1));

/** A first word with what it is about. */
export function firstSummary(commands: readonly Command[], first: string): string {
  const command = commands.find(({ name }) => name === first);
  return command?.summary ?? secondWords(commands, first).join(", ");
}

/** Text between single quotes for bash, zsh and fish alike: these hold no quote themselves. */
export const bare = (text: string): string => text.replaceAll(/['"`$\\[\]]/g, "");
