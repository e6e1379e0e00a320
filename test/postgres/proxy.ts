/** A TCP proxy in front of a server, that can be told to misbehave. */

import { once } from "node:events";
import * as net from "node:net";

/** What happens to the next bytes of a client: `cut` or reset before or after they reach the server, or silence from then on. */
export type Fault = "cut before" | "cut after" | "reset" | "silence";

export interface Proxy {
  readonly port: number;
  /** Arms the proxy for the next bytes that a client sends; after a silence nobody is answered until `heal`. */
  fail(fault: Fault): void;
  heal(): void;
  /** Sends those who connect from now on to another server. */
  turn(target: number): void;
  close(): Promise<void>;
}

export async function startProxy(target: number): Promise<Proxy> {
  let fault: Fault | null = null;
  let goal = target;
  const sockets = new Set<net.Socket>();

  function take(client: net.Socket, server: net.Socket, bytes: Buffer): void {
    if (fault === "silence") return;
    const armed = fault;
    fault = null;
    if (armed === "cut after")
      server.removeAllListeners("data").write(bytes, () => setImmediate(() => client.destroy()));
    else if (armed === "cut before") client.destroy();
    else if (armed === "reset") client.resetAndDestroy();
    else server.write(bytes);
  }

  const listener = net.createServer((client) => {
    const server = net.connect(goal, "127.0.0.1");
    for (const socket of [client, server]) sockets.add(socket.on("error", () => socket.destroy()));
    client.on("data", (bytes) => take(client, server, bytes)).on("close", () => server.end());
    server.on("data", (bytes) => client.write(bytes)).on("close", () => client.destroy());
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as net.AddressInfo).port,
    fail(next) {
      fault = next;
    },
    heal() {
      fault = null;
    },
    turn(next) {
      goal = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}
