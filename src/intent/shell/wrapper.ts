/** Programs that run another program: one row each. */

import type { OptionRow } from "./option.ts";

/** How the words of one wrapper are read. */
export interface Wrapper extends OptionRow {
  /** Operands of its own before the wrapped command. */
  readonly operands?: number;
  /** `NAME=value` operands may stand before the wrapped command. */
  readonly assignments?: true;
  /** The words that are left: a command, a script when joined, or one script each. */
  readonly rest?: "argv" | "joined" | "each";
  /** Options whose value is a script, separated by blanks. */
  readonly script?: string;
  /** Options with which it runs nothing. */
  readonly quiet?: string;
  /** Words are appended at run time, in the place of this option's value if it is given. */
  readonly appends?: string;
  /** What runs does so in another directory: always, or with one of these options. */
  readonly elsewhere?: "always" | string;
  /** Options with which it has no operands of its own. */
  readonly direct?: string;
  /** Without a command it starts a shell: always, when it has its own operands, or with one of these options. */
  readonly shell?: "always" | "operand" | string;
  /** What it runs runs in this very shell, so that a `cd` lasts. */
  readonly here?: true;
}

const SUDO: Wrapper = {
  flags: "AbBEHnPSKkViNsle",
  valued: "CDghpRrtTUuc",
  long: "askpass background bell preserve-env set-home non-interactive preserve-groups stdin reset-timestamp login shell list version validate edit",
  longValued: "close-from chdir group host prompt chroot role type command-timeout other-user user",
  assignments: true,
  elsewhere: "D R i chdir chroot login",
  shell: "s i shell login",
  quiet: "l V list version",
};
const SU: Wrapper = {
  flags: "lmpPf",
  valued: "cgGsuTw",
  long: "login preserve-environment pty fast",
  longValued: "command group supp-group shell session-command whitelist-environment user",
  script: "c command session-command",
  operands: 2,
  direct: "u user",
  elsewhere: "always",
  shell: "always",
};
const NO_OPTIONS: Wrapper = {};

/** Wrappers by name. */
export const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    "env",
    {
      flags: "i0v",
      valued: "uCSP",
      long: "ignore-environment null debug list-signal-handling default-signal ignore-signal block-signal",
      longValued: "unset chdir split-string argv0",
      assignments: true,
      script: "S split-string",
      elsewhere: "C chdir",
    },
  ],
  ["sudo", SUDO],
  ["doas", { flags: "Lns", valued: "Cu" }],
  ["pkexec", { long: "disable-internal-agent keep-cwd", longValued: "user", elsewhere: "always" }],
  ["gosu", { operands: 1 }],
  ["su-exec", { operands: 1 }],
  ["su", SU],
  ["runuser", SU],
  ["sg", { flags: "-", operands: 1, valued: "c", script: "c", rest: "joined" }],
  ["command", { here: true, flags: "pvV", quiet: "v V" }],
  ["builtin", { here: true }],
  ["noglob", { here: true }],
  ["nocorrect", { here: true }],
  ["exec", { flags: "cl", valued: "a" }],
  ["nohup", { long: "help version" }],
  ["nice", { flags: "0123456789", valued: "n", longValued: "adjustment" }],
  [
    "ionice",
    { flags: "t", valued: "cnpPu", long: "ignore", longValued: "class classdata pid pgid uid", quiet: "p P u" },
  ],
  ["chrt", { flags: "abfiordRmv", valued: "pTPD", operands: 1, quiet: "p m" }],
  ["taskset", { flags: "ac", valued: "p", operands: 1, quiet: "p" }],
  [
    "timeout",
    {
      flags: "fpv",
      valued: "ks",
      long: "foreground preserve-status verbose",
      longValued: "kill-after signal",
      operands: 1,
    },
  ],
  [
    "time",
    {
      here: true,
      flags: "pvaqlhV",
      valued: "fo",
      long: "portability verbose append quiet",
      longValued: "format output",
    },
  ],
  ["stdbuf", { valued: "ioe", longValued: "input output error" }],
  ["unbuffer", { flags: "p" }],
  ["setsid", { flags: "cfw", long: "ctty fork wait" }],
  ["setarch", { flags: "BFILRSTXZv3", operands: 1 }],
  [
    "setpriv",
    { long: "no-new-privs clear-groups keep-groups init-groups reset-env", longValued: "reuid regid groups" },
  ],
  ["prlimit", { long: "verbose raw", longValued: "nofile nproc core cpu data fsize memlock rss stack as" }],
  ["numactl", { valued: "NmCpi", longValued: "cpunodebind membind physcpubind preferred interleave", flags: "al" }],
  ["catchsegv", NO_OPTIONS],
  ["eatmydata", NO_OPTIONS],
  ["fakeroot", { valued: "lis", longValued: "lib faked" }],
  ["chronic", { flags: "ev" }],
  ["nocache", { valued: "n" }],
  ["proxychains", { flags: "q", valued: "f" }],
  ["proxychains4", { flags: "q", valued: "f" }],
  ["torsocks", { flags: "i" }],
  ["dumb-init", { flags: "cv", long: "single-child verbose" }],
  ["tini", { flags: "svgw", valued: "pe" }],
  ["dbus-run-session", { longValued: "config-file dbus-daemon" }],
  ["dbus-launch", { long: "exit-with-session sh-syntax", flags: "s" }],
  [
    "xvfb-run",
    { flags: "a", valued: "nesfw", long: "auto-servernum", longValued: "server-num server-args error-file" },
  ],
  [
    "xargs",
    {
      flags: "0rtpxo",
      valued: "adEILnPs",
      long: "null no-run-if-empty verbose interactive exit show-limits open-tty",
      longValued: "arg-file delimiter max-args max-procs max-lines max-chars replace eof process-slot-var",
      appends: "I replace",
    },
  ],
  [
    "parallel",
    {
      flags: "0kmXtv",
      valued: "ajnNLISCd",
      long: "null bar eta keep-order dry-run line-buffer progress tag verbose will-cite no-notice ungroup xargs",
      longValued: "jobs arg-file colsep delay halt joblog max-args max-replace-args retries results timeout delimiter",
      rest: "joined",
      appends: "I",
    },
  ],
  [
    "watch",
    {
      flags: "bcdegtwxprC",
      valued: "nq",
      long: "beep color differences errexit chgexit no-title precise exec",
      longValued: "interval equexit",
      rest: "joined",
    },
  ],
  [
    "hyperfine",
    {
      flags: "iNh",
      valued: "wrmMspcCnuSP",
      long: "ignore-failure",
      longValued:
        "warmup runs min-runs max-runs setup prepare conclude cleanup shell export-json export-markdown export-csv style",
      rest: "each",
      script: "s p c C setup prepare conclude cleanup",
    },
  ],
  [
    "concurrently",
    {
      flags: "krgsmhv",
      valued: "nlpctP",
      long: "kill-others kill-others-on-fail raw no-color hide group timings version help",
      longValued: "names name-separator prefix prefix-colors max-processes success restart-tries restart-after",
      rest: "each",
    },
  ],
  ["entr", { flags: "acdnprszx", rest: "argv" }],
  ["chroot", { long: "skip-chdir", longValued: "groups userspec", operands: 1, elsewhere: "always", shell: "always" }],
  [
    "unshare",
    {
      flags: "imnpuUCTfrc",
      valued: "RwSG",
      long: "mount uts ipc net pid user cgroup time fork map-root-user map-current-user mount-proc",
      longValued: "root wd setuid setgid propagation kill-child",
      elsewhere: "R w root wd",
      shell: "always",
    },
  ],
  [
    "nsenter",
    {
      flags: "aminpuCUTFr",
      valued: "tSGw",
      long: "all mount uts ipc net pid user cgroup no-fork root wd",
      longValued: "target setuid setgid",
      elsewhere: "always",
      shell: "always",
    },
  ],
  ["mapfile", { flags: "t", valued: "dnOsuCc", script: "C", operands: Number.POSITIVE_INFINITY }],
  ["readarray", { flags: "t", valued: "dnOsuCc", script: "C", operands: Number.POSITIVE_INFINITY }],
  ["busybox", { long: "list list-full help", quiet: "list list-full help" }],
  ["toybox", { long: "long help version" }],
  [
    "script",
    {
      flags: "aefqV",
      valued: "cBIOTEmo",
      long: "append flush quiet return force",
      longValued: "command log-io log-in log-out log-timing echo logging-format output-limit",
      script: "c command",
      operands: 1,
      shell: "always",
    },
  ],
  [
    "flock",
    {
      flags: "sexnuoFv",
      valued: "wEc",
      long: "shared exclusive unlock nonblock nb no-fork verbose close",
      longValued: "timeout wait conflict-exit-code command",
      operands: 1,
      script: "c command",
    },
  ],
  [
    "strace",
    {
      flags: "fFqvtTcCdDhVxyYikrnwzZ",
      valued: "eopsuaEISPXObU",
      long: "follow-forks summary",
      longValued: "trace output string-limit",
    },
  ],
  ["ltrace", { flags: "fSicCrtTLb", valued: "aAeElnopsuwx" }],
  [
    "ssh",
    {
      flags: "46AaCfGgKkMNnqsTtVvXxYy",
      valued: "BbcDEeFIiJLlmOopQRSWw",
      operands: 1,
      rest: "joined",
      elsewhere: "always",
      shell: "operand",
      quiet: "G N O Q V",
    },
  ],
]);

/** Shells whose scripts this grammar reads; a script that another shell reads is code. */
export const SHELLS: ReadonlySet<string> = new Set("sh bash zsh dash ksh ash mksh rbash rksh ksh93".split(" "));

/** Options of the shells. */
export const SHELL_OPTIONS: OptionRow = {
  flags: "*",
  valued: "oO",
  longValued: "rcfile init-file",
  long: "norc noprofile login posix restricted verbose version help debugger noediting no-rcs no-globalrcs",
};
