/** Calls that are spelled out on a command line. */

import { type Args, hasOption, optionOf } from "./command.ts";
import { UsageError } from "./usage-error.ts";

const OF_TOOLS: readonly string[] = ["args", "server", "principal", "session"];

/** A whole call in `--call`, or a tool call. */
export async function spelledCall(args: Args): Promise<unknown> {
  if (!hasOption(args, "call")) return toolCall(args);
  if (args.positionals.length === 0 && !OF_TOOLS.some((name) => hasOption(args, name))) return jsonOption(args, "call");
  throw new UsageError("`--call` is a whole call, and nothing is said beside it", args.command.name);
}

/** `TOOL [ARG…]` with `--args`, `--server`, `--principal`, `--session`, as a tool call. */
export async function toolCall(args: Args): Promise<unknown> {
  const [tool, ...words] = args.positionals;
  if (tool === undefined) throw new UsageError("which tool? `writ check TOOL [ARG…]`", args.command.name);
  if (hasOption(args, "args") && words.length > 0) {
    throw new UsageError("arguments stand either in `--args` or after the tool", args.command.name);
  }
  const given = hasOption(args, "args") ? await jsonOption(args, "args") : words;
  const optional = ["server", "principal", "session"].flatMap((name) => {
    const value = optionOf(args, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { kind: "tool", tool, args: given, ...Object.fromEntries(optional) };
}

/** The value of an option that holds JSON, read as strictly as a call; throws UsageError for anything else. */
export async function jsonOption(args: Args, option: string): Promise<unknown> {
  const { JsonError, parseJson } = await import("../kernel/json.ts");
  try {
    return parseJson(optionOf(args, option) ?? "null");
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new UsageError(`\`--${option}\` is not JSON: ${error.message}`, args.command.name);
  }
}
