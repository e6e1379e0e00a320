/** The one parser of all command lines: argv and a row of the table in, options and positionals out. */

import type { Args, Command, Option } from "./command.ts";
import { HELP } from "./option.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";

interface State {
  readonly command: Command;
  readonly options: Map<string, string[]>;
  readonly positionals: string[];
  readonly waiting: string[];
}

/** Reads what follows the command's name; throws UsageError for what the command does not take. */
export function parse(command: Command, words: readonly string[]): Omit<Args, "commands"> {
  const state: State = { command, options: new Map(), positionals: [], waiting: [...words] };
  for (let word = state.waiting.shift(); word !== undefined; word = state.waiting.shift()) {
    if (word === "--") state.positionals.push(...state.waiting.splice(0));
    else take(state, word);
  }
  checkPositionals(state);
  return { command, options: state.options, positionals: state.positionals };
}

/** The options a command line may hold now. After the first argument of a tool, `--help` is an argument like any other. */
function optionsNow(state: State): readonly Option[] {
  return inArguments(state) ? state.command.options : [...state.command.options, HELP];
}

const inArguments = (state: State): boolean => state.command.accepts === "rest" && state.positionals.length > 0;

function take(state: State, word: string): void {
  const option = optionsNow(state).find((each) => names(each, word));
  if (option !== undefined) store(state, option, word);
  else if (inArguments(state) || !word.startsWith("-") || word === "-") state.positionals.push(word);
  else throw unknownOption(state, word);
}

function names(option: Option, word: string): boolean {
  const [name] = word.split("=", 1);
  return name === `--${option.name}` || word === `-${option.short}`;
}

function store(state: State, option: Option, word: string): void {
  const value = valueFor(state, option, word);
  const values = state.options.get(option.name) ?? [];
  if (values.length > 0 && !option.repeatable && option.value !== undefined) {
    throw new UsageError(`\`--${option.name}\` is given twice`, state.command.name);
  }
  checkChoice(state, option, value);
  state.options.set(option.name, [...values, value]);
}

function valueFor(state: State, option: Option, word: string): string {
  const equals = word.startsWith("--") ? word.indexOf("=") : -1;
  if (option.value === undefined) {
    if (equals >= 0) throw new UsageError(`\`--${option.name}\` takes no value`, state.command.name);
    return "";
  }
  const value = equals >= 0 ? word.slice(equals + 1) : state.waiting.shift();
  if (value === undefined || value === "" || (equals < 0 && looksLikeOption(value))) {
    throw new UsageError(
      `\`--${option.name}\` needs a value: \`--${option.name}=${option.value}\``,
      state.command.name,
    );
  }
  return value;
}

const looksLikeOption = (value: string): boolean => value.startsWith("-") && value !== "-";

function checkChoice(state: State, option: Option, value: string): void {
  if (option.choices === undefined || option.choices.includes(value)) return;
  throw new UsageError(
    `\`--${option.name}\` is one of ${option.choices.join(", ")}, not \`${value}\`${didYouMean(value, option.choices)}`,
    state.command.name,
  );
}

function unknownOption(state: State, word: string): UsageError {
  const [name = word] = word.split("=", 1);
  const known = optionsNow(state).map((option) => `--${option.name}`);
  return new UsageError(`unknown option \`${name}\`${didYouMean(name, known)}`, state.command.name);
}

function checkPositionals({ command, positionals, options }: State): void {
  if (options.has(HELP.name)) return;
  const most = command.accepts === "none" ? 0 : command.accepts === "one" ? 1 : Number.POSITIVE_INFINITY;
  if (positionals.length > most) {
    throw new UsageError(`unexpected argument \`${positionals[most]}\``, command.name);
  }
  const [first] = command.positionals;
  const [given] = positionals;
  if (first?.choices === undefined || given === undefined || first.choices.includes(given)) return;
  throw new UsageError(
    `${first.name} is one of ${first.choices.join(", ")}, not \`${given}\`${didYouMean(given, first.choices)}`,
    command.name,
  );
}
