/** Words as somebody would type them into a shell. */

const PLAIN = /^[\w@%+=:,./-]+$/;

/** `run_terminal_cmd 'rm -rf /'`: each word quoted where it has to be. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}
