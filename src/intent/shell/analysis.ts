/** What the shell grammar says of a line, in the terms the request needs. */

import type { Text } from "../../kernel/request.ts";

/** A file a command touches, with the line's working directory applied. */
export interface Touch {
  readonly path: Text;
  /** `move` also covers deletion; `unknown` is an operand of a program that is not known only to read. */
  readonly use: "read" | "write" | "move" | "unknown";
}

/** What is known of a line before it begins. */
export interface ShellStart {
  /** Directories in which it may begin, "" among them for the usual one; none is the usual one too. */
  readonly folders: readonly string[];
  /** Commands, word by word, that it is as good as preceded by. */
  readonly before: readonly (readonly string[])[];
  /** Why no allow may rely on any of its commands, or null. */
  readonly doubt: string | null;
}

/** One simple command, wherever in the line it stands; what a wrapper runs is a command of its own. */
export interface ShellCommand {
  /** The words as written, joined by one blank, assignments included. */
  readonly text: string;
  /** All of these an allow must match: as written, without quotes, with paths normalised; without repeats. */
  readonly exact: readonly Text[];
  /** Further spellings for deny and ask rules: base name, lower-cased program, reordered flags, without assignments. */
  readonly forms: readonly Text[];
  /** The command as the line's own assignments fill it in: for guards, no rule sees it. Absent when it has none. */
  readonly filled?: readonly Text[];
  /** Why no allow may rely on the text (`git -c …` names a program), or null. */
  readonly doubt: string | null;
  /** Why nothing may rely on it (the program is only known at run time and no literal piece is left), or null. */
  readonly opaque: string | null;
  /** Files that redirects of this command write. */
  readonly writes: readonly Text[];
  /** Files its operands and redirects may touch. */
  readonly touches: readonly Touch[];
}

/** All that the grammar says of one line. */
export interface ShellAnalysis {
  readonly commands: readonly ShellCommand[];
  /** The whole line with words joined by one blank, for deny and ask rules; the text itself when not understood. */
  readonly forms: readonly Text[];
  /** What the grammar did not understand, and where; null when it understood the whole line. */
  readonly opaque: string | null;
}
