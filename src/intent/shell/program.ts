/** What programs do to the files they are given: one row each. */

import { writWords } from "../administration.ts";
import type { Touch } from "./analysis.ts";
import { subcommandOf } from "./subcommand.ts";
import type { Word } from "./syntax.ts";
import { headOf } from "./text.ts";
import { SHELLS } from "./wrapper.ts";

type Use = Touch["use"];

/** What becomes of the operands of one program. */
export interface FileRow {
  readonly use: Use;
  /** Leading operands that are no files. */
  readonly skip?: number;
  /** An option that brings what would otherwise be the skipped operand. */
  readonly instead?: RegExp;
  /** Short options whose value, in the next word, is no file. */
  readonly valued?: string;
  /** Options whose value is a file. */
  readonly options?: Readonly<Record<string, Use>>;
  /** `name=file` operands; others are no files. */
  readonly assignments?: Readonly<Record<string, Use>>;
  /** Only operands before the first option, parenthesis or `!` are files. */
  readonly leading?: true;
  /** Use of the last operand when there are several. */
  readonly last?: Use;
  /** The last operand, or the value of `-t`, may be a directory that receives the others under their own names. */
  readonly into?: true;
}

const READ: FileRow = { use: "read" };
const WRITE: FileRow = { use: "write" };
const MOVE: FileRow = { use: "move" };
const UNKNOWN: FileRow = { use: "unknown" };
const TARGET: Readonly<Record<string, Use>> = { "-t": "write", "--target-directory": "write" };
const SEARCH: FileRow = {
  use: "read",
  skip: 1,
  instead: /^-[a-zA-Z]*[ef]|^--(?:regexp|file)/,
  valued: "ABCmdDegtT",
  options: { "-f": "read", "--file": "read" },
};
const SED: FileRow = { use: "read", skip: 1, instead: /^-[a-zA-Z]*[ef]|^--(?:expression|file)/, valued: "el" };
const AWK: FileRow = { use: "read", skip: 1, instead: /^-f|^--file/, valued: "Fv", options: { "-f": "read" } };
const OWNER: FileRow = { use: "write", skip: 1, instead: /^--reference|^-[acdefijmstuxACDFPSTrwX]+$/ };

/** Programs whose operands are no files. */
const NO_FILES: ReadonlySet<string> = new Set(
  "echo printf true false : pwd sleep date whoami id uname hostname export unset set shift return exit break continue local declare typeset readonly wait jobs kill pkill killall seq basename dirname env eval trap test [ let umask ulimit type which whereis command hash alias getopts read printenv expr tr yes nproc uptime ps top free groups tty clear".split(
    " ",
  ),
);

const ROWS: ReadonlyMap<string, FileRow> = new Map<string, FileRow>([
  ..."cat tac nl less more bat wc od xxd hexdump strings file ls tree readlink realpath md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum diff cmp comm paste join column fold fmt zcat bzcat xzcat base32 base64 du df pr rev expand unexpand tsort lsof getfacl cd pushd popd"
    .split(" ")
    .map((name): [string, FileRow] => [name, READ]),
  ["head", { use: "read", valued: "nc" }],
  ["tail", { use: "read", valued: "ncs" }],
  ["stat", { use: "read", valued: "cf" }],
  ["cut", { use: "read", valued: "dfbc" }],
  ["sort", { use: "read", valued: "kStT", options: { "-o": "write", "--output": "write" } }],
  ["uniq", { use: "read", valued: "fsw", last: "write" }],
  ...["grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack"].map((name): [string, FileRow] => [name, SEARCH]),
  ["jq", { use: "read", skip: 1, options: { "-f": "read", "--from-file": "read" } }],
  ["yq", { use: "unknown", skip: 1 }],
  [
    "find",
    {
      use: "read",
      leading: true,
      options: { "-fprint": "write", "-fls": "write", "-fprint0": "write", "-fprintf": "write" },
    },
  ],
  ["sed", SED],
  ["gsed", SED],
  ...["awk", "gawk", "mawk", "nawk"].map((name): [string, FileRow] => [name, AWK]),
  ["rm", MOVE],
  ["rmdir", MOVE],
  ["unlink", MOVE],
  ["shred", MOVE],
  ["srm", MOVE],
  ["mv", { use: "move", last: "write", into: true, options: TARGET }],
  ["cp", { use: "read", last: "write", into: true, options: TARGET }],
  ["install", { use: "read", last: "write", into: true, valued: "mog", options: TARGET }],
  ["ln", { use: "unknown", last: "write", into: true, options: TARGET }],
  ["link", { use: "unknown", last: "write" }],
  ["rsync", { use: "read", last: "write", into: true, valued: "efBMT" }],
  ["scp", { use: "read", last: "write", into: true, valued: "PiFoJlcS" }],
  ["tee", WRITE],
  ["touch", { use: "write", valued: "dt", options: { "-r": "read", "--reference": "read" } }],
  ["truncate", { use: "write", valued: "s", options: { "-r": "read" } }],
  ["fallocate", { use: "write", valued: "lo" }],
  ["mkdir", { use: "write", valued: "m" }],
  ["mkfifo", WRITE],
  ["mknod", WRITE],
  ["patch", { use: "write", valued: "p", options: { "-i": "read", "-o": "write", "-d": "write" } }],
  ["chmod", OWNER],
  ["chown", OWNER],
  ["chgrp", OWNER],
  ["chattr", OWNER],
  ["setfacl", { use: "write", valued: "mxM" }],
  ["gzip", MOVE],
  ["gunzip", MOVE],
  ["bzip2", MOVE],
  ["xz", MOVE],
  ["zip", { use: "unknown" }],
  ["unzip", { use: "unknown", options: { "-d": "write" } }],
  ["tar", { use: "unknown", options: { "-C": "write", "--directory": "write" } }],
  ["dd", { use: "unknown", assignments: { if: "read", of: "write" } }],
  [
    "curl",
    {
      use: "unknown",
      valued: "HXAeubm",
      options: {
        "-o": "write",
        "--output": "write",
        "-T": "read",
        "--upload-file": "read",
        "-d": "read",
        "--data": "read",
        "--data-binary": "read",
        "--data-raw": "read",
        "--data-urlencode": "read",
        "--json": "read",
        "-F": "read",
        "--form": "read",
        "-c": "write",
        "--cookie-jar": "write",
        "-D": "write",
        "--dump-header": "write",
        "--output-dir": "write",
      },
    },
  ],
  [
    "wget",
    {
      use: "unknown",
      options: {
        "-O": "write",
        "-o": "write",
        "-P": "write",
        "--output-document": "write",
        "--directory-prefix": "write",
      },
    },
  ],
  ["split", { use: "read", last: "write", valued: "bln" }],
  ["vim", WRITE],
  ["vi", WRITE],
  ["nvim", WRITE],
  ["nano", WRITE],
  ["emacs", WRITE],
  ["ed", WRITE],
  ["ex", WRITE],
  ["sponge", WRITE],
]);

const GIT_USES: Readonly<Record<string, Use>> = {
  diff: "read",
  log: "read",
  show: "read",
  status: "read",
  blame: "read",
  grep: "read",
  "ls-files": "read",
  "ls-tree": "read",
  "cat-file": "read",
  "rev-parse": "read",
  describe: "read",
  add: "read",
  shortlog: "read",
  branch: "read",
  tag: "read",
  fetch: "read",
  remote: "read",
  rm: "move",
  mv: "move",
  clean: "move",
  checkout: "move",
  restore: "move",
  stash: "move",
  apply: "unknown",
};

/** The row of a program, as its words choose it; null when its operands are no files. */
export function rowOf(program: string | null, words: readonly Word[]): FileRow | null {
  if (program === null) return UNKNOWN;
  if (NO_FILES.has(program)) return null;
  if (SHELLS.has(program) && has(words, /^-[a-zA-Z]*c/)) return null;
  if (program === "git") return gitRow(words);
  const row = ROWS.get(program) ?? UNKNOWN;
  if (runsWrit(program, words)) return null;
  if (program.endsWith("sed") && has(words, /^-[a-zA-Z]*i|^--in/)) return { ...row, use: "write" };
  if (program === "perl" && has(words, /^-[a-zA-Z]*i/)) return WRITE;
  return hasTarget(row, words) ? withoutLast(row) : row;
}

/** `writ check read_file policy.toml` names a file only to ask about it. */
export function runsWrit(program: string, words: readonly Word[]): boolean {
  const line = [program, ...words.slice(1, MAX_RUNNER_WORDS).map((word) => headOf(word.text))];
  return writWords(line.join(" ")) !== null;
}

const MAX_RUNNER_WORDS = 8;

function gitRow(words: readonly Word[]): FileRow {
  const sub = subcommandOf(
    "git",
    words.slice(1).map((word) => word.text),
  );
  const use = sub !== null && Object.hasOwn(GIT_USES, sub.name) ? GIT_USES[sub.name] : undefined;
  const row: FileRow = {
    use: (isIndexOnly(sub?.name, words) ? "read" : use) ?? "unknown",
    skip: 1,
    valued: "Ccmn",
    options: { "--output": "write" },
  };
  return sub?.name === "mv" ? { ...row, last: "write", into: true } : row;
}

/** What changes git's index only leaves the files alone. */
function isIndexOnly(name: string | undefined, words: readonly Word[]): boolean {
  if (name === "reset") return true;
  if (name === "clean") return has(words, /^-[a-zA-Z]*n|^--dry-run$/);
  const staged = has(words, /^--staged$|^-[a-zA-Z]*S/) && !has(words, /^--worktree$|^-[a-zA-Z]*W/);
  return (name === "restore" && staged) || (name === "rm" && has(words, /^--cached$/));
}

function has(words: readonly Word[], option: RegExp): boolean {
  return words.some((word, index) => index > 0 && option.test(headOf(word.text)));
}

function hasTarget(row: FileRow, words: readonly Word[]): boolean {
  return row.options === TARGET && has(words, /^-t|^--target-directory/);
}

function withoutLast(row: FileRow): FileRow {
  const { last: _, ...rest } = row;
  return rest;
}

/** Subcommands that run a command elsewhere, or from a package; the other operands of these programs name none. */
const RUNNERS: Readonly<Record<string, RegExp>> = {
  docker: /^(?:(?:compose|container) .*?)?(?:exec|run|create) /,
  podman: /^(?:(?:compose|container) .*?)?(?:exec|run|create) /,
  kubectl: /^(?:exec|run|debug) /,
  npm: /^(?:exec|x) /,
  pnpm: /^(?:exec|dlx) /,
  yarn: /^(?:exec|dlx) /,
};
/** Programs of which nothing else is known here than that they run nothing. */
const NO_WRAPPERS: ReadonlySet<string> = new Set(
  "ssh-keygen ssh-add ssh-copy-id apk dnf yum pacman zypper gsutil rclone dig host nslookup ping".split(" "),
);

/** True when the program is known not to run another program that its operands name. */
export function isKnownProgram(name: string, words: readonly Word[]): boolean {
  const runs = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  if (runs !== undefined) return !runs.test(behindOptions(name, words));
  return NO_FILES.has(name) || NO_WRAPPERS.has(name) || ROWS.has(name) || subcommandOf(name, ["x"]) !== null;
}

function behindOptions(name: string, words: readonly Word[]): string {
  const sub = subcommandOf(
    name,
    words.slice(1).map((word) => word.text),
  );
  return sub === null ? "" : [sub.name, ...sub.rest.map(headOf)].join(" ");
}
