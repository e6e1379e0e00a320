/** Does a program of awk start commands or write files? */

/** After these a `/` begins a pattern; elsewhere it may divide. */
const BEFORE_PATTERN = /^[({};,!~&|\n]?$/;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"/y;
/** Without sets in which a quote or a slash might be meant. */
const PATTERN = /\/(?:[^/\\\n[]|\\.|\[(?:\^?[^\][^/\\\n"]|\[:\w+:\])(?:[^\][/\\\n"]|\[:\w+:\])*\])*\//y;
const COMMENT = /#[^\n]*/y;
const RUNS = /\bsystem\b|(?<!\|)\|(?!\|)|getline|@/;

/** True when it pipes, calls `system`, reads with `getline`, calls indirectly, or prints into a file. */
export function awkRuns(program: string): boolean {
  const code = codeOf(program) ?? program;
  return RUNS.test(code) || code.split(/[;{}]/).some(printsToFile);
}

/** The program without the content of its strings, patterns and comments; null where their ends are not certain. */
function codeOf(program: string): string | null {
  let code = "";
  let last = "";
  for (let at = 0; at < program.length; ) {
    const character = program.charAt(at);
    const isPattern = character === "/" && BEFORE_PATTERN.test(last);
    const token = isPattern ? PATTERN : character === '"' ? STRING : character === "#" ? COMMENT : null;
    const length = token === null ? (character === "\\" ? 2 : 1) : lengthAt(token, program, at);
    if (length === 0) return null;
    if (token === null) code += program.slice(at, at + length);
    else if (token !== COMMENT) code += character === '"' ? '""' : " 0 ";
    if (token !== COMMENT && !/[ \t\\]/.test(character)) last = token === null ? character : "0";
    at += length;
  }
  return code;
}

function lengthAt(token: RegExp, text: string, at: number): number {
  token.lastIndex = at;
  return token.exec(text)?.[0].length ?? 0;
}

function printsToFile(statement: string): boolean {
  const print = statement.search(/\bprint/);
  return print !== -1 && statement.includes(">", print);
}
