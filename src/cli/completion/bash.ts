/** Completion for bash. */

import type { Command, Option } from "../command.ts";
import { HELP } from "../option.ts";
import { firstWords, secondWords } from "./word.ts";

/** A script to be evaluated by bash 3.2 or later. */
export function bash(commands: readonly Command[]): string {
  return `# bash completion for writ: eval "$(writ completion bash)"
_writ() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local words="" paths=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${firstWords(commands).join(" ")} --help --version" -- "$cur"))
    return
  fi
  case "$command $prev" in
${groupCases(commands)}  esac
  case "$command \${COMP_WORDS[2]}" in
${commands.map(commandCase).join("")}  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ -n "$paths" ]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _writ writ
`;
}

function groupCases(commands: readonly Command[]): string {
  return firstWords(commands)
    .map((first) => ({ first, seconds: secondWords(commands, first) }))
    .filter(({ seconds }) => seconds.length > 0)
    .map(
      ({ first, seconds }) =>
        `    "${first} ${first}") COMPREPLY=($(compgen -W "${seconds.join(" ")}" -- "$cur")); return ;;\n`,
    )
    .join("");
}

function commandCase(command: Command): string {
  const pattern = command.name.includes(" ") ? `"${command.name}"` : `"${command.name} "*`;
  const values = command.options.filter(({ value }) => value !== undefined).map(valueCase);
  const words = [...spellings(command.options), ...command.positionals.flatMap(({ choices }) => choices ?? [])];
  const paths = command.positionals.some(({ path }) => path);
  return [
    `    ${pattern})\n`,
    values.length === 0 ? "" : `      case "$prev" in\n${values.join("")}      esac\n`,
    `      words="${words.join(" ")}"${paths ? " paths=1" : ""} ;;\n`,
  ].join("");
}

function valueCase(option: Option): string {
  const source = option.path ? "-f" : `-W "${(option.choices ?? []).join(" ")}"`;
  const short = option.short === undefined ? "" : `|-${option.short}`;
  return `        --${option.name}${short}) COMPREPLY=($(compgen ${source} -- "$cur")); return ;;\n`;
}

const spellings = (options: readonly Option[]): string[] => [...options, HELP].map(({ name }) => `--${name}`);
