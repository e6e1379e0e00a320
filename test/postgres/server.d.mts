export interface Server {
  readonly port: number;
  /** Its data directory. */
  readonly data: string;
  /** Starts it again, with settings such as `fsync=off`. */
  start(settings?: readonly string[]): Promise<void>;
  /** `SIGINT` closes the server in order, `SIGQUIT` at once: what is on disk is all that is left of it. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The address of a ledger in it, or of the server behind another port. */
  url(ledger: string, port?: number): string;
}

export interface TestServer extends Server {
  /** Starts it anew with a standby that has every commit before it is acknowledged. */
  startStandby(): Promise<Server>;
  /** Stops it and its standbys, and removes all they stored. */
  remove(): Promise<void>;
}

export function startServer(): Promise<TestServer>;
