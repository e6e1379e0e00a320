/** Completion for zsh. */

import type { Command, Option } from "../command.ts";
import { HELP } from "../option.ts";
import { bare, firstSummary, firstWords, secondWords } from "./word.ts";

/** A script to be evaluated after compinit, or saved as `_writ` in a directory of fpath. */
export function zsh(commands: readonly Command[]): string {
  const firsts = firstWords(commands).map((first) => `      '${first}:${bare(firstSummary(commands, first))}'\n`);
  return `#compdef writ
# zsh completion for writ: eval "$(writ completion zsh)"
_writ() {
  local -a commands
  if (( CURRENT == 2 )); then
    commands=(
${firsts.join("")}    )
    _describe command commands
    return
  fi
  local command=$words[2]
${groups(commands)}  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join("")}  esac
}
if [ "$funcstack[1]" = "_writ" ]; then _writ "$@"; else compdef _writ writ; fi
`;
}

function groups(commands: readonly Command[]): string {
  return firstWords(commands)
    .filter((first) => secondWords(commands, first).length > 0)
    .map(
      (first) => `  if [[ $command == ${first} ]]; then
    if (( CURRENT == 3 )); then compadd ${secondWords(commands, first).join(" ")}; return; fi
    command="${first} $words[3]"
    shift words
    (( CURRENT-- ))
  fi
`,
    )
    .join("");
}

function commandCase({ name, options, positionals }: Command): string {
  const specs = [...options, HELP].map((option) => `      '${specOf(option)}'`);
  const rest = positionals.map(({ name: title, choices, path }) => {
    return `      '*:${bare(title)}:${path ? "_files" : `(${(choices ?? []).join(" ")})`}'`;
  });
  return `    "${name}") _arguments -s \\\n${[...specs, ...rest].join(" \\\n")} ;;\n`;
}

function specOf({ name, summary, value, path, choices, repeatable }: Option): string {
  const action = value === undefined ? "" : `:${bare(value)}:${path ? "_files" : `(${(choices ?? []).join(" ")})`}`;
  return `${repeatable ? "*" : ""}--${name}${value === undefined ? "" : "="}[${bare(summary)}]${action}`;
}
