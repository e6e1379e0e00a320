/** The shape of a row of the command table. */

import type { Io } from "./io.ts";

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What its value is called in help; a flag has none. */
  readonly value?: string;
  /** What the value may be, where that is a closed list. */
  readonly choices?: readonly string[];
  /** True when the value is a path, for completion. */
  readonly path?: boolean;
  readonly repeatable?: boolean;
  readonly summary: string;
}

interface Positional {
  readonly name: string;
  readonly choices?: readonly string[];
  readonly path?: boolean;
}

interface Example {
  /** What stands after `writ`. */
  readonly line: string;
  readonly says: string;
}

export interface Command {
  /** One word, or two for a command of a group: `ledger verify`. */
  readonly name: string;
  readonly summary: string;
  /** What stands after the name, besides options. */
  readonly usage: string;
  readonly positionals: readonly Positional[];
  /** How many positionals may come; `rest` makes everything after the first one that is not an option of the command's own a positional. */
  readonly accepts: "none" | "one" | "many" | "rest";
  readonly options: readonly Option[];
  readonly examples: readonly Example[];
  /** More to say in help, in whole paragraphs. */
  readonly notes?: readonly string[];
  /** The implementation, loaded when the command is run and not before. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Resolves to the exit code. */
export type Run = (args: Args, io: Io) => Promise<number>;

export interface Args {
  readonly command: Command;
  /** The whole table, for a command that is about commands. */
  readonly commands: readonly Command[];
  readonly positionals: readonly string[];
  /** By option name; a flag that is given has one empty text. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

export const hasOption = (args: Args, option: string): boolean => args.options.has(option);

/** The value of an option, or undefined. */
export const optionOf = (args: Args, option: string): string | undefined => args.options.get(option)?.[0];

/** The values of a repeatable option. */
export const optionsOf = (args: Args, option: string): readonly string[] => args.options.get(option) ?? [];
