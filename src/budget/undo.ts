/** What is done before it is certain can be taken back. */

/** Notes how one change is taken back. */
export type Undo = (takeBack: () => void) => void;

/** For state that never goes back. */
export const NEVER_BACK: Undo = () => {};

export interface UndoLog {
  readonly undo: Undo;
  /** How many changes could be taken back. */
  size(): number;
  /** What was changed so far stays. */
  keep(): void;
  /** Takes back, newest first, until only so many are left. */
  rollback(size: number): void;
}

export function createUndoLog(): UndoLog {
  let changes: (() => void)[] = [];
  return {
    undo: (takeBack) => void changes.push(takeBack),
    size: () => changes.length,
    keep: () => {
      if (changes.length > 0) changes = [];
    },
    rollback: (size) => {
      while (changes.length > size) changes.pop()!();
    },
  };
}
