/** What a call of a shell tool says besides of its command: directories, variables of the environment, the shell. */

import { type Leaf, plainName, plainParts } from "./argument.ts";
import { baseOf, type Ground } from "./path-argument.ts";
import type { ShellStart } from "./shell/analysis.ts";
import { isBaseName } from "./tool-table.ts";

/** Names of directories that mean a path where a file tool has them. */
const FOLDERS: ReadonlySet<string> = new Set(["directory", "dirpath", "dir", "path", "folder"]);
const ENVIRONMENTS: ReadonlySet<string> = new Set(["env", "environment", "envs", "envvars", "environmentvariables"]);
const SHELLS: ReadonlySet<string> = new Set(["shell", "shellpath", "executable", "interpreter"]);

/** A shell whose grammar is read, by its name or where systems have it; or whether there is one at all. */
const KNOWN_SHELL = /^(?:(?:(?:\/usr(?:\/local)?|\/opt\/homebrew)?\/bin\/)?(?:ba|z|da|k|mk|a)?sh|true|false|)$/;

/** Variables by which a shell, a loader or a common program finds its programs, its code and its settings. */
const NAMES =
  "PATH CDPATH IFS HOME ENV BASH_ENV SHELL SHELLOPTS BASHOPTS PS4 PROMPT_COMMAND ZDOTDIR CLASSPATH CC CXX LD AR AS GCONV_PATH NODE_OPTIONS NODE_PATH RUBYOPT RUBYLIB JAVA_HOME JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS MAVEN_OPTS GRADLE_OPTS GOFLAGS GOROOT RUSTC RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER RUSTFLAGS PHPRC PHP_INI_SCAN_DIR VISUAL FCEDIT BROWSER LESS LESSOPEN LESSCLOSE LESSKEYIN RSYNC_RSH CVS_RSH RSH TAR_OPTIONS ZIPOPT UNZIP RIPGREP_CONFIG_PATH MAKEFLAGS MAKEFILES GNUMAKEFLAGS MFLAGS KUBECONFIG DOCKER_HOST DOCKER_CONFIG VIMINIT EXINIT EMACSLOADPATH TEXMFCNF INPUTRC".split(
    " ",
  );
const PREFIXES =
  "LD_ DYLD_ GIT_ SSH_ SUDO_ PYTHON PERL LUA_ BASH_FUNC_ NPM_CONFIG_ CARGO_ PIP_ UV_ OPENSSL_ XDG_CONFIG_";
const CHOOSES_PROGRAMS: RegExp = new RegExp(
  `^(?:${NAMES.join("|")}|(?:${PREFIXES.replaceAll(" ", "|")}).*|.*(?:PAGER|EDITOR))$`,
  "is",
);

const NOWHERE: ShellStart = Object.freeze({ folders: [], before: [], doubt: null });

/** The fields, as if the line began with `cd` and `export`. */
export function shellStart(leaves: readonly Leaf[], ground: Ground): ShellStart {
  if (leaves.length === 0) return NOWHERE;
  const others = leaves.filter(({ name }) => !plainParts(name).some(isEnvironment));
  const folders = new Set(named(others, isFolder).flatMap(({ texts }) => texts));
  const bases = [...folders].filter((folder) => folder !== "").map((folder) => baseOf(folder, ground));
  const variables = leaves.flatMap(variablesOf);
  const programs = variables.filter((text) => CHOOSES_PROGRAMS.test(text.split("=")[0] ?? ""));
  const outside = bases.filter((base) => base.outside).map(({ path }) => ["cd", path]);
  return {
    folders: bases.map(({ path }) => path),
    before: programs.length === 0 ? outside : [...outside, ["export", ...programs]],
    doubt: doubtOf(programs, variables) ?? shellDoubt(others),
  };
}

/** True for a part of a name, spelt plainly, below which variables stand. */
export function isEnvironment(part: string): boolean {
  return ENVIRONMENTS.has(part);
}

function named(leaves: readonly Leaf[], is: (part: string) => boolean): readonly Leaf[] {
  return leaves.filter(({ name }) => plainParts(name).some(is));
}

function isFolder(part: string): boolean {
  return isBaseName(part) || FOLDERS.has(part);
}

/** `{env: {A: "b"}}`, `{env: ["A=b"]}`; what says something else is one text without a name. */
function variablesOf({ name, texts, list }: Leaf): readonly string[] {
  if (ENVIRONMENTS.has(plainName(name)))
    return texts.filter((text) => !/^\w*$/.test(text)).map((text) => (list && /^\w+=/.test(text) ? text : `=${text}`));
  const border = plainParts(name).findIndex(isEnvironment) + 1;
  if (border === 0) return [];
  const parts = name.split(".").slice(border);
  const variable = parts.find((part) => CHOOSES_PROGRAMS.test(part)) ?? parts.join(".");
  return texts.map((text) => `${variable}=${text}`);
}

function doubtOf(programs: readonly string[], variables: readonly string[]): string | null {
  const unread = variables.find((text) => text.startsWith("="));
  if (unread !== undefined) return "the environment of the call cannot be read";
  const [name] = programs[0]?.split("=") ?? [];
  return name === undefined ? null : `the call sets \`${name}\`, by which programs are chosen`;
}

function shellDoubt(leaves: readonly Leaf[]): string | null {
  const shells = named(leaves, (part) => SHELLS.has(part));
  const odd = shells.find(({ texts }) => !texts.every((text) => KNOWN_SHELL.test(text)));
  return odd === undefined ? null : `\`${odd.name}\` names a program that runs the line`;
}
