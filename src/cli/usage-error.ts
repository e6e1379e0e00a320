/** The command line was used wrongly: said on one line, exit 2. */

export class UsageError extends Error {
  /** The command whose help says more, or null. */
  readonly command: string | null;

  constructor(message: string, command: string | null = null) {
    super(message);
    this.name = "UsageError";
    this.command = command;
  }
}
