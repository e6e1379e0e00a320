/** One connection to PostgreSQL: one question at a time, each answered or given up in bounded time. */

import * as net from "node:net";
import type { PendingQuery, Row, RowList, Sql } from "postgres";
import { StoreError } from "../engine/port.ts";
import type { PostgresAddress } from "./postgres-address.ts";

/** A question and the reopening after it fit into two seconds: then its callers must have been denied. */
const STATEMENT_MS = 800;
const CONNECT_MS = 600;
/** The server gives up first, for its refusal is certain. */
const GRACE_MS = 100;
const GOODBYE_MS = 200;
/** A transaction whose engine stands still keeps others waiting no longer. */
const IDLE_TRANSACTION_MS = 800;

/** What a failure means that is not the server's own refusal. */
export type Otherwise = "refused" | "in_doubt";

/** Writes one question with the driver's template. */
export type Ask = (sql: Sql) => PendingQuery<Row[]>;

export interface Connection {
  /** The rows of the answer; rejects with StoreError, `refused` when the server says so. */
  ask(ask: Ask, otherwise: Otherwise): Promise<RowList<Row[]>>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** Opens a connection that is never silently replaced by another one. */
export async function openConnection(address: PostgresAddress): Promise<Connection> {
  const { default: postgres } = await import("postgres");
  const link: Link = { socket: null, isLost: false, warning: null, shown: address.shown };
  const options = {
    max: 1,
    // A transaction, and what was found out about the server, end with their connection; so does this client.
    onclose() {
      link.isLost = true;
    },
    max_lifetime: null,
    fetch_types: false,
    no_subscribe: true,
    connect_timeout: CONNECT_MS / 1000,
    onnotice: (notice: { readonly severity?: string; readonly message?: string }) => {
      if (notice.severity === "WARNING") link.warning = notice.message ?? "";
    },
    socket: (target: Target) => dial(target, link),
    connection: {
      application_name: "writ",
      synchronous_commit: "on",
      statement_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    },
  };
  const sql = postgres(address.url, options);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    ask(ask, otherwise) {
      // One at a time: the driver would send what is queued over a new connection when this one is lost.
      const answer = turn.then(() => answerTo(ask(sql), link, otherwise));
      turn = answer.catch(ignore);
      return answer;
    },
    async close() {
      const timeout = link.isLost ? 0 : GOODBYE_MS / 1000;
      await sql.end({ timeout }).catch(ignore);
      link.isLost = true;
      link.socket?.destroy();
    },
  };
}

interface Link {
  socket: net.Socket | null;
  isLost: boolean;
  warning: string | null;
  readonly shown: string;
}

/** The driver's view of the server. */
interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/** A socket of our own: it is closed on time, also when nobody answers, and does not wait to fill its packets. */
async function dial(
  { host: [host = "localhost"], port: [port = 5432], path }: Target,
  link: Link,
): Promise<net.Socket> {
  // The driver would try again for ever.
  if (link.socket !== null) throw new Error("the connection ended before it was open");
  const socket = path ? net.connect(path) : net.connect(port, host);
  link.socket = socket;
  const timer = setTimeout(() => socket.destroy(new Error("no answer")), CONNECT_MS);
  try {
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject).once("close", reject));
  } finally {
    clearTimeout(timer);
    socket.removeAllListeners();
  }
  socket.setNoDelay(true);
  // The driver checks a certificate against this name.
  return Object.assign(socket, { host });
}

async function answerTo(query: PendingQuery<Row[]>, link: Link, otherwise: Otherwise): Promise<RowList<Row[]>> {
  if (link.isLost) throw new StoreError("refused", `the connection to ${link.shown} is lost`);
  let timer: NodeJS.Timeout | undefined;
  // The driver never answers what it is asked while a connection ends.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      link.socket?.destroy();
      reject(new Error("it does not answer"));
    }, STATEMENT_MS + GRACE_MS);
  });
  link.warning = null;
  try {
    const rows = await Promise.race([query, late]);
    if (otherwise === "in_doubt" && link.warning !== null) throw new Error(link.warning);
    return rows;
  } catch (cause) {
    // Only what the server refuses as an error leaves a connection that can be asked again.
    if ((cause as { severity?: string }).severity !== "ERROR") link.isLost = true;
    throw storeError(cause, link, otherwise);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What the server refuses as an error has left no trace. A fatal one, a lost connection, and a warning such as that of a
 * wait for a standby that was cancelled, may come after the commit (postgresql.org/docs, "synchronous_commit").
 */
function storeError(cause: unknown, { shown }: Link, otherwise: Otherwise): StoreError {
  const { severity, message, code } = cause as { severity?: string; message?: string; code?: string };
  const said = message || code || "it does not answer";
  return new StoreError(severity === "ERROR" ? "refused" : otherwise, `${shown} cannot be used: ${said}`, { cause });
}

function ignore(): void {}
