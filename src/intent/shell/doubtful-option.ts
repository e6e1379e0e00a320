/** Options and operands by which less common programs run another program, or code: one row each. */

import { beginsLong } from "./doubt.ts";
import type { Word } from "./syntax.ts";
import { headOf } from "./text.ts";

interface Row {
  /** Any word. */
  readonly words?: RegExp;
  /** Long options, which may be shortened to their beginning. */
  readonly long?: string;
}

const TAR: Row = {
  words: /^-?[A-Za-z]*[IF]/,
  long: "to-command checkpoint-action use-compress-program rsh-command info-script new-volume-script rmt-command",
};
const NETCAT: Row = { words: /^-[A-Za-z0-9]*[ec]/, long: "exec sh-exec lua-exec" };
const SFTP: Row = { words: /^-[A-Za-z0-9]*[DSb]/ };
const RPM: Row = { words: /^-[A-Za-z]*[ED]|%[({]/, long: "eval define rcfile macros load pipe" };
/** Options of TeX have one dash or two. */
const TEX: Row = { words: /^--?(?:sh|enable|lua|cnf)/ };
const VIM: Row = { words: /^\+|^-[cSuU]/, long: "cmd" };

const ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["svn", { long: "diff-cmd diff3-cmd editor-cmd config-option config-dir" }],
  ["hg", { words: /^-R/, long: "config cwd repository debugger tool" }],
  ["git", { words: /^merge-index$|^-[acEFhHiIlLnopPqrvwWz]+O/ }],
  [
    "pandoc",
    {
      words: /^-[FLd]|\.lua$/,
      long: "filter lua-filter pdf-engine pdf-engine-opt defaults data-dir latex-engine metadata-file",
    },
  ],
  ...["nc", "ncat", "netcat", "nc.openbsd", "nc.traditional"].map((name): [string, Row] => [name, NETCAT]),
  ["socat", { words: /(?:exec|system|shell):/i }],
  ["sftp", SFTP],
  ["scp", SFTP],
  ["mosh", { long: "ssh server client" }],
  ["openssl", { words: /^--?(?:\w*engine|provider|provider-path|config)(?:=|$)/ }],
  ...["rpm", "rpmbuild", "rpmspec", "rpm2cpio"].map((name): [string, Row] => [name, RPM]),
  ..."tex latex pdftex pdflatex xetex xelatex luatex lualatex luahbtex etex platex uplatex dvilualatex"
    .split(" ")
    .map((name): [string, Row] => [name, TEX]),
  ["latexmk", { words: /^--?(?:\w*tex=|[er]$|sh|enable|pretex|usepretex|latexoption)/ }],
  ["emacs", { words: /^-[lfxLu]|^--?(?:load|eval|execute|funcall|script|directory|init|user)/ }],
  ["emacsclient", { words: /^-[ea]/, long: "eval alternate-editor" }],
  ...["gvim", "view", "ex", "vimdiff", "rvim"].map((name): [string, Row] => [name, VIM]),
  ["gtar", TAR],
  ["bsdtar", TAR],
  ["gpg", { long: "exec-path photo-viewer agent-program dirmngr-program keyboxd-program" }],
  ["nmap", { long: "script datadir" }],
  ["aria2c", { words: /^--on-/, long: "conf-path" }],
  ["rclone", { long: "sftp-ssh password-command webdav-bearer-token-command" }],
  ["restic", { words: /^-o/, long: "option password-command" }],
  ["borg", { long: "rsh remote-path" }],
]);

/** Why no allow may rely on the words of this command, or null. */
export function optionDoubt(program: string, words: readonly Word[]): string | null {
  const row = ROWS.get(program);
  if (row === undefined) return null;
  const found = words.find((word, index) => index > 0 && isDoubtful(row, headOf(word.text)));
  return found === undefined ? null : `\`${program}\` with \`${found.raw}\` may run something else`;
}

function isDoubtful({ words, long }: Row, text: string): boolean {
  return (words?.test(text) ?? false) || (long !== undefined && text.startsWith("--") && beginsLong(text, long));
}
