/** The syntax tree of a script, as far as it matters what runs. */

import type { Text } from "../../kernel/request.ts";

/** One word of the source. */
export interface Word {
  /** As written, quotes included. */
  readonly raw: string;
  /** After quote removal. */
  readonly text: Text;
  /** What a restriction may read it as, where the text has a hole of a known kind (`$IFS`, `{}` of find), or null. */
  readonly stand: string | null;
  /** It contains an unquoted `*`, `?` or `[…]`. */
  readonly glob: boolean;
  /** It contains an unquoted `{…}` that may be several words. */
  readonly braces: boolean;
  /** A hole outside quotes: it may become no word, or many. */
  readonly splits: boolean;
  readonly quoted: boolean;
  /** A line continuation stood inside. */
  readonly continued: boolean;
  /** Scripts of its substitutions. */
  readonly inner: readonly List[];
}

/** One redirect; its descriptor does not matter. */
export interface Redirect {
  readonly operator: string;
  /** The file or descriptor; for a here-document its body, for a here-string its text. */
  readonly target: Word;
}

/** Words that run one program, or only assign or redirect. */
export interface Simple {
  readonly kind: "simple";
  readonly assignments: readonly Word[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

/** Commands joined by `|`. */
export interface Pipeline {
  readonly kind: "pipeline";
  readonly parts: readonly Node[];
}

/** A compound command: a group, a loop, a branch, a test. */
export interface Compound {
  readonly kind: "compound";
  /** How the bodies run: all of them in order, in a process of their own, perhaps, or repeatedly. */
  readonly runs: "once" | "forked" | "maybe" | "loop";
  /** Words that are evaluated, but are no command. */
  readonly words: readonly Word[];
  readonly bodies: readonly List[];
  readonly redirects: readonly Redirect[];
  /** A body changes the working directory. */
  readonly moves: boolean;
}

/** The definition of a function. */
export interface Definition {
  readonly kind: "function";
  readonly name: string;
  readonly body: Node;
  readonly moves: boolean;
}

/** Anything that may stand between separators. */
export type Node = Simple | Pipeline | Compound | Definition;

/** A node with its separator. */
export interface Item {
  readonly node: Node;
  /** What follows it. */
  readonly next: ";" | "&" | "&&" | "||";
}

/** Nodes in the order in which they are written. */
export type List = readonly Item[];
