/** Flags in any order, split, merged, short or long: which flag sets of the policies a command has. */

import type { Text } from "../../kernel/request.ts";
import { HOLE, isLiteral, joinWords } from "./text.ts";

/** Names of one flag, separated by blanks; the first is the canonical one. */
type Synonyms = readonly string[];

interface FlagRow {
  readonly same: Synonyms;
  /** Flags that stand for several others. */
  readonly means?: Readonly<Record<string, string>>;
  /** Flags are whole words: `-KILL` is not five letters. */
  readonly whole?: true;
}

const KILL: FlagRow = {
  same: [
    "9 KILL SIGKILL kill sigkill",
    "15 TERM SIGTERM term",
    "1 HUP SIGHUP hup",
    "2 INT SIGINT int",
    "19 STOP SIGSTOP",
  ],
  whole: true,
};
const COPY: FlagRow = {
  same: [
    "r R recursive",
    "f force",
    "v verbose",
    "i interactive",
    "n no-clobber",
    "t target-directory",
    "b backup",
    "u update",
  ],
  means: { a: "r p", archive: "r p" },
};
const OWNER: FlagRow = { same: ["R recursive", "f silent quiet", "v verbose", "h no-dereference"] };

const ROWS: ReadonlyMap<string, FlagRow> = new Map<string, FlagRow>([
  ["rm", { same: ["r R recursive", "f force", "v verbose", "i interactive", "d dir"] }],
  ["cp", COPY],
  ["mv", COPY],
  ["ln", { same: ["s symbolic", "f force", "v verbose", "n no-dereference", "r relative"] }],
  ["chmod", OWNER],
  ["chown", OWNER],
  ["chgrp", OWNER],
  ["mkdir", { same: ["p parents", "m mode", "v verbose"] }],
  ["rmdir", { same: ["p parents", "v verbose"] }],
  ["shred", { same: ["u remove", "f force", "z zero", "n iterations", "v verbose"] }],
  ["kill", KILL],
  ["pkill", KILL],
  ["killall", KILL],
  [
    "curl",
    {
      same: [
        "k insecure",
        "o output",
        "O remote-name",
        "X request",
        "d data",
        "T upload-file",
        "F form",
        "s silent",
        "L location",
      ],
    },
  ],
  ["wget", { same: ["O output-document", "q quiet"] }],
  ["docker run", { same: ["v volume", "i interactive", "t tty", "d detach", "p publish", "e env"] }],
  ["git push", { same: ["f force", "d delete", "n dry-run", "u set-upstream", "q quiet", "v verbose"] }],
  [
    "git branch",
    {
      same: ["d delete", "f force", "m move", "c copy", "a all", "r remotes"],
      means: { D: "d f", M: "m f", C: "c f" },
    },
  ],
  ["git clean", { same: ["f force", "n dry-run", "q quiet", "i interactive", "e exclude"] }],
  ["git reset", { same: ["q quiet", "p patch"] }],
  ["git checkout", { same: ["f force", "q quiet", "m merge", "p patch"] }],
  ["git switch", { same: ["f force discard-changes", "c create", "C force-create", "d detach"] }],
  ["git commit", { same: ["a all", "m message", "n no-verify", "s signoff", "q quiet", "v verbose"] }],
  ["git tag", { same: ["d delete", "f force", "a annotate", "s sign", "l list"] }],
  ["git rm", { same: ["f force", "n dry-run", "q quiet"] }],
  ["git add", { same: ["f force", "A all", "n dry-run", "p patch", "u update"] }],
]);
const EMPTY: FlagRow = { same: [] };
const MAX_CLUSTERS = 8;

/** A cluster of the policies with the canonical names of its flags. */
interface Cluster {
  readonly text: string;
  readonly flags: readonly string[];
}

/** What to look for, and how sure the words are. */
export interface ClusterHints {
  readonly clusters: readonly string[];
  /** A hole outside quotes may bring flags and operands at once. */
  readonly splits: boolean;
}

/** A command in the parts that clusters are put between. */
interface Split {
  readonly flags: readonly string[];
  readonly operands: readonly Text[];
  /** A word that may turn out to be a flag at run time. */
  readonly uncertain: boolean;
}

/**
 * For each cluster whose flags the command has: `PROGRAM [SUBCOMMAND] CLUSTER OPERANDS`. `head` is the program with its
 * subcommand, if it is known to have one; `rest` what follows.
 */
export function clusterForms(
  head: readonly string[],
  rest: readonly Text[],
  { clusters, splits }: ClusterHints,
): readonly Text[] {
  if (clusters.length === 0 || !rest.some(mayBeFlag)) return [];
  const row = ROWS.get(head.join(" ")) ?? ROWS.get(head[0] ?? "") ?? EMPTY;
  const { flags, operands, uncertain } = split(row.whole ? withSignals(rest) : rest);
  const has = flagSet(flags, row);
  const forms = clustersOf(clusters, row)
    .filter((cluster) => cluster.flags.length > 0 && cluster.flags.every((flag) => has.has(flag)))
    .slice(0, MAX_CLUSTERS)
    .flatMap((cluster) => placed(head, cluster.text, operands));
  if (!uncertain || row === EMPTY || (operands.length < 2 && !splits)) return forms;
  return [...forms, joinWords([...head, HOLE, ...operands.filter(isLiteral)])];
}

/** The same hints come with every line, so what they mean to a program is worked out once. */
const CLUSTERS = new WeakMap<readonly string[], Map<FlagRow, readonly Cluster[]>>();

function clustersOf(clusters: readonly string[], row: FlagRow): readonly Cluster[] {
  const rows = CLUSTERS.get(clusters) ?? new Map<FlagRow, readonly Cluster[]>();
  CLUSTERS.set(clusters, rows);
  const known = rows.get(row);
  if (known !== undefined) return known;
  const read = clusters.map((text): Cluster => ({ text, flags: [...flagSet(text.split(/\s+/), row)] }));
  rows.set(row, read);
  return read;
}

/** `-s NAME` says the same as `-NAME`. */
function withSignals(rest: readonly Text[]): readonly Text[] {
  const at = rest.findIndex((word) => word === "-s" || word === "-n" || word === "--signal");
  const name = rest[at + 1];
  if (at === -1 || name === undefined || !isLiteral(name)) return rest;
  return [...rest.slice(0, at), `-${name}`, ...rest.slice(at + 2)];
}

function split(rest: readonly Text[]): Split {
  const end = rest.indexOf("--");
  const before = end === -1 ? rest : rest.slice(0, end);
  const after = end === -1 ? [] : rest.slice(end + 1);
  const flags = before.filter(isFlag);
  const operands = [...before.filter((word) => !isFlag(word)), ...after];
  const uncertain = before.some((word) => !isLiteral(word) && mayBeFlag(word));
  return { flags, operands, uncertain };
}

/** It is a flag, or may be one at run time: `$x` and `-r$x`, but not `$x/y`. */
function mayBeFlag(word: Text): boolean {
  if (isLiteral(word)) return isFlag(word);
  return word.every((piece, index) => (index === 0 ? /^(?:-\w*)?$/ : /^\w*$/).test(piece));
}

function isFlag(word: Text): word is string {
  return isLiteral(word) && /^-./.test(word);
}

/** Behind the program, and behind the first operand too when that may be a subcommand. */
function placed(head: readonly string[], cluster: string, operands: readonly Text[]): readonly Text[] {
  const direct = joinWords([...head, cluster, ...operands]);
  const [first, ...others] = operands;
  if (head.length > 1 || first === undefined || ROWS.has(head[0] ?? "")) return [direct];
  return [direct, joinWords([...head, first, cluster, ...others])];
}

/** The canonical names of the flags in these words. */
function flagSet(words: readonly Text[], row: FlagRow): ReadonlySet<string> {
  const names = new Set<string>();
  for (const word of row.whole ? withSignals(words) : words) {
    if (!isFlag(word)) continue;
    for (const name of namesIn(word, row)) for (const one of canonical(name, row)) names.add(one);
  }
  return names;
}

function namesIn(word: string, row: FlagRow): readonly string[] {
  if (row.whole) return [word.replace(/^--signal=|^-+/, "")];
  return word.startsWith("--") ? [word.slice(2).split("=")[0] ?? ""] : [...word.slice(1)];
}

function canonical(name: string, row: FlagRow): readonly string[] {
  const means = row.means !== undefined && Object.hasOwn(row.means, name) ? row.means[name] : undefined;
  if (means !== undefined) return means.split(" ");
  return [synonym(name, row.same)];
}

/** Long names may be shortened as far as they stay a beginning. */
function synonym(name: string, same: Synonyms): string {
  const find = (fits: (one: string) => boolean): string | undefined =>
    same.find((names) => names.split(" ").some(fits));
  const row = find((one) => one === name) ?? (name.length > 1 ? find((one) => one.startsWith(name)) : undefined);
  return row?.split(" ")[0] ?? name;
}
