/** Completion for PowerShell. */

import type { Command } from "../command.ts";
import { HELP } from "../option.ts";
import { firstWords, secondWords } from "./word.ts";

/** A script to be invoked by PowerShell 7 or Windows PowerShell 5. */
export function pwsh(commands: readonly Command[]): string {
  const firsts = firstWords(commands);
  return `# PowerShell completion for writ: writ completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName writ -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
    '' = ${list([...firsts, "--help", "--version"])}
${firsts.flatMap((first) => groupRow(commands, first)).join("")}${commands.map(commandRow).join("")}  }
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete) { $typed = @($typed | Select-Object -SkipLast 1) }
  $key = ''
  foreach ($length in 2, 1) {
    $candidate = ($typed | Select-Object -First $length) -join ' '
    if ($typed.Count -ge $length -and $words.ContainsKey($candidate)) { $key = $candidate; break }
  }
  $words[$key] | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

function groupRow(commands: readonly Command[], first: string): string[] {
  const seconds = secondWords(commands, first);
  return seconds.length === 0 ? [] : [`    '${first}' = ${list(seconds)}\n`];
}

function commandRow({ name, options, positionals }: Command): string {
  const words = [...options, HELP].map((option) => `--${option.name}`);
  return `    '${name}' = ${list([...words, ...positionals.flatMap(({ choices }) => choices ?? [])])}\n`;
}

const list = (words: readonly string[]): string => `@(${words.map((word) => `'${word}'`).join(", ")})`;
