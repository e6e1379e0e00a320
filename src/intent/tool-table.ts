/** The tools Writ knows: which arguments are paths and commands, what the tool can do. A new tool is a new row. */

import { foldCase } from "../kernel/glob.ts";
import type { Snapshot, Tool } from "../kernel/rule.ts";

/** Names under which the tools of this table take paths; each one that a call carries counts. */
const PATHS: readonly string[] = [
  "path", "paths", "file_path", "file_paths", "filepath", "absolute_path", "target_file", "notebook_path", "file",
  "filename", "dir_path", "dir", "directory", "source", "destination", "src", "dst", "old_path", "new_path", "from", "to",
  "repo_path", "relative_path", "include_pattern", "include", "files", "target", "output_path", "uri",
]; // biome-ignore format: one list, not one name a line

const PATH_NAMES: ReadonlySet<string> = new Set(PATHS.map((name) => name.replaceAll("_", "")));

/** True for a name, lower-cased and without `_` and `-`, under which tools usually take a path. */
export function isPathName(name: string): boolean {
  return PATH_NAMES.has(name);
}

/** Names, plain as above, under which tools take the directory from which their relative paths and commands start. */
const BASES: ReadonlySet<string> = new Set([
  "cwd", "root", "workdir", "workingdirectory", "workingdir", "currentdirectory", "chdir", "basedir", "basepath",
  "rootdir", "rootpath", "rootdirectory", "projectroot", "projectpath", "workspaceroot", "workspacefolder",
]); // biome-ignore format: one list, not one name a line

export function isBaseName(name: string): boolean {
  return BASES.has(name);
}

const NONE: readonly string[] = [];

interface Traits {
  readonly group: Tool["group"];
  readonly capabilities?: readonly string[];
  readonly paths?: readonly string[];
  readonly command?: string;
  readonly auto_edit?: boolean;
  /** Names of the positions of a list of arguments. */
  readonly fields: readonly string[];
}

/** Rows by what they do; several products use the same name for the same thing. */
const TRAITS: readonly (readonly [names: readonly string[], traits: Traits])[] = [
  // Radium's own edit tools are the ones that mode autoEdit allows.
  [["write_file", "edit_file", "update_file", "modify_file", "create_file"], edit(["path", "content"], true)],
  [["delete_file", "create_dir"], edit(["path"])],
  [["rename_path"], edit(["old_path", "new_path"])],
  [["search_replace"], edit(["path", "old_string", "new_string"])],
  [["apply_patch"], { ...edit(["patch"]), command: "patch" }],
  [["read_file", "list_dir"], read(["path"])],
  [["run_terminal_cmd"], shell("command")],
  // Claude Code.
  [["Bash"], shell("command")],
  [["Write", "Edit", "MultiEdit"], edit(["file_path"])],
  [["NotebookEdit"], edit(["notebook_path"])],
  [["Read", "NotebookRead"], read(["file_path"])],
  [["LS"], read(["path"])],
  [["Glob", "Grep"], read(["pattern", "path"])],
  [["WebFetch"], network(["url", "prompt"])],
  [["WebSearch"], network(["query"])],
  // Gemini CLI.
  [["run_shell_command"], shell("command")],
  [["replace"], edit(["file_path", "old_string", "new_string"])],
  [["read_many_files"], read(["paths"])],
  [["list_directory"], read(["path"])],
  [["glob", "search_file_content", "grep_search"], read(["pattern", "path"])],
  [["web_fetch"], network(["prompt"])],
  [["google_web_search"], network(["query"])],
  // Codex.
  [["shell", "local_shell", "shell_command", "container.exec"], shell("command")],
  [["exec_command", "unified_exec"], shell("cmd")],
  [["view_image", "grep_files"], read(["path"])],
  [["web_search"], network(["query"])],
  // The MCP reference servers: filesystem, git, fetch; and the usual shell servers.
  [
    ["read_text_file", "read_media_file", "list_directory_with_sizes", "directory_tree", "get_file_info"],
    read(["path"]),
  ],
  [["read_multiple_files"], read(["paths"])],
  [["search_files"], read(["path", "pattern"])],
  [["create_directory"], edit(["path"])],
  [["move_file"], edit(["source", "destination"])],
  [
    ["git_status", "git_diff", "git_diff_unstaged", "git_diff_staged", "git_log", "git_show", "git_branch"],
    read(["repo_path"]),
  ],
  [["git_add", "git_commit", "git_reset", "git_checkout", "git_create_branch", "git_init"], edit(["repo_path"])],
  [["fetch"], network(["url"])],
  [["execute_command", "shell_exec", "run_command", "shell_execute", "execute_shell_command"], shell("command")],
  [["bash", "terminal", "run_terminal_command", "run_in_terminal"], shell("command")],
  [["str_replace_editor", "str_replace_based_edit_tool", "text_editor"], edit(["path"])],
  // Palyra: what it says of the capabilities of its tools.
  [["http.fetch"], network(["url"])],
  [["process.run"], { group: "other", capabilities: ["process_exec"], fields: [] }],
  [["fs.apply_patch"], { group: "other", capabilities: ["filesystem_write"], fields: [] }],
  [["plugin.run"], { group: "other", capabilities: ["network", "secrets_read", "filesystem_write"], fields: [] }],
  [["artifact.read"], { group: "read", capabilities: ["artifacts_read"], fields: [] }],
];

const TABLE: ReadonlyMap<string, Tool> = new Map(
  TRAITS.flatMap(([names, traits]) => names.map((name) => [name, row(traits)] as const)),
);

/** The names of the positions of their arguments, each once. */
export const FIELD_NAMES: readonly string[] = [
  ...new Set([...TABLE.values()].flatMap(({ fields, command }) => (command === null ? fields : [...fields, command]))),
].sort();

/** The names of all tools that are known without being described. */
export const KNOWN_TOOLS: readonly string[] = [...TABLE.keys()];

let tableByFoldedName: ReadonlyMap<string, Tool> | null = null;

/** Shell tools of products whose own edit tool has another name: what a redirect of theirs is judged as. */
const WRITERS: ReadonlyMap<string, string> = new Map([["Bash", "Write"]]);

/**
 * The row of a tool: what the policy says of it and what is known of it, united; null for a tool nobody described.
 *
 * A policy's row can say more of a known tool, never less: its group and its command stay as they are.
 */
export function toolRow(snapshot: Snapshot, name: string, server: string | null): Tool | null {
  const known = TABLE.get(name) ?? byFoldedName(foldCase(name));
  const own = ownRow(snapshot, name, server);
  return own === null || known === null ? (own ?? known) : united(known, own);
}

/** A host may be forgiving about case, and `bash` is a shell wherever it comes from. */
function byFoldedName(name: string): Tool | null {
  // Made when it is first asked, so that importing Writ does not wait for it.
  tableByFoldedName ??= new Map([...TABLE].map(([known, tool]) => [foldCase(known), { ...tool, auto_edit: false }]));
  return tableByFoldedName.get(name) ?? null;
}

function ownRow({ tools }: Snapshot, name: string, server: string | null): Tool | null {
  const full = `${server}/${name}`;
  if (server !== null && Object.hasOwn(tools, full)) return tools[full] ?? null;
  return Object.hasOwn(tools, name) ? (tools[name] ?? null) : null;
}

function united(known: Tool, own: Tool): Tool {
  return {
    group: known.group,
    capabilities: [...new Set([...known.capabilities, ...own.capabilities])],
    fields: known.fields.length > 0 ? known.fields : own.fields,
    paths: [...new Set([...known.paths, ...own.paths])],
    command: known.command ?? own.command,
    auto_edit: own.auto_edit,
  };
}

/** The edit tool that stands for a file written by a shell redirect. */
export function writerOf(shellTool: string): string {
  return WRITERS.get(shellTool) ?? "write_file";
}

function row({ group, capabilities, paths, command, auto_edit, fields }: Traits): Tool {
  return {
    group,
    capabilities: capabilities ?? NONE,
    fields,
    paths: paths ?? NONE,
    command: command ?? null,
    auto_edit: auto_edit ?? false,
  };
}

function edit(fields: readonly string[], auto_edit = false): Traits {
  return { group: "edit", capabilities: ["filesystem_write"], paths: PATHS, fields, auto_edit };
}

function read(fields: readonly string[]): Traits {
  return { group: "read", paths: PATHS, fields };
}

function network(fields: readonly string[]): Traits {
  return { group: "network", capabilities: ["network"], fields };
}

function shell(command: string): Traits {
  return { group: "shell", capabilities: ["process_exec"], command, fields: NONE };
}
