/** Tools that do the same under several names: denying one of them leaves the others. */

export interface Family {
  /** What each of them can do, as the end of a sentence. */
  readonly does: string;
  readonly tools: readonly string[];
  /** Arguments of a harmless call, to see whether it is allowed. */
  readonly args: Readonly<Record<string, string>>;
}

const EDIT = { path: "a", file_path: "a", notebook_path: "a", content: "" };

export const FAMILIES: readonly Family[] = [
  {
    does: "writes files",
    tools: ["write_file", "edit_file", "update_file", "modify_file", "create_file", "search_replace"],
    args: EDIT,
  },
  { does: "writes files", tools: ["Write", "Edit", "MultiEdit", "NotebookEdit"], args: EDIT },
  { does: "writes files", tools: ["write_file", "replace"], args: EDIT },
  {
    does: "runs commands",
    tools: [
      "run_terminal_cmd",
      "Bash",
      "run_shell_command",
      "shell",
      "local_shell",
      "shell_command",
      "exec_command",
      "execute_command",
      "run_command",
      "run_in_terminal",
    ],
    args: { command: "true", cmd: "true" },
  },
];
