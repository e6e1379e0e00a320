/** Small files that must be private, whole, and still there after a power cut. */

import * as fs from "node:fs";
import * as path from "node:path";

/** Why a key, or what belongs to it, cannot be used. */
export class KeyError extends Error {
  readonly code: "missing" | "exists" | "exposed" | "malformed" | "passphrase";

  constructor(code: KeyError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "KeyError";
    this.code = code;
  }
}

const { O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = fs.constants;

const LONGEST = 4096;

/** The text of a file that only its owner can use; refuses links, other kinds of file, empty and large ones. */
export function readPrivate(file: string): string {
  const handle = openPrivate(file);
  try {
    const found = fs.fstatSync(handle);
    if (!found.isFile()) throw new KeyError("malformed", `\`${file}\` is not a regular file`);
    checkMode(file, found);
    if (found.size === 0 || found.size > LONGEST) {
      throw new KeyError("malformed", `expected at most ${LONGEST} bytes in \`${file}\`, found ${found.size}`);
    }
    return fs.readFileSync(handle, "utf8");
  } finally {
    fs.closeSync(handle);
  }
}

/** Puts a file in the place of another, or of none, so that a crash leaves the old or the new text. */
export function replacePrivate(file: string, text: string): void {
  const fresh = `${file}.new`;
  writeNew(fresh, text);
  fs.renameSync(fresh, file);
  syncDirectory(file);
}

/** Makes a file where none is, whole or not at all. */
export function createPrivate(file: string, text: string): void {
  const fresh = `${file}.${process.pid}.new`;
  writeNew(fresh, text);
  try {
    // Unlike a rename, a link never replaces what is there.
    fs.linkSync(fresh, file);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
    throw new KeyError("exists", `\`${file}\` is there already`, { cause });
  } finally {
    fs.unlinkSync(fresh);
  }
  syncDirectory(file);
}

function openPrivate(file: string): number {
  try {
    return fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT")
      throw new KeyError(
        "missing",
        `there is no \`${file}\`: without what its ledger was signed with nothing is recorded; restore it`,
        { cause },
      );
    if (code === "ELOOP") throw new KeyError("exposed", `\`${file}\` is a symbolic link`, { cause });
    throw new KeyError("malformed", `\`${file}\` cannot be read: ${code}`, { cause });
  }
}

/** Windows has no such modes. */
function checkMode(file: string, { mode, uid }: fs.Stats): void {
  if (process.getuid === undefined) return;
  if ((mode & 0o077) !== 0) {
    const found = (mode & 0o777).toString(8);
    throw new KeyError("exposed", `\`${file}\` has mode ${found}; others must not reach it: chmod 600`);
  }
  if (uid !== process.getuid()) throw new KeyError("exposed", `\`${file}\` belongs to somebody else (uid ${uid})`);
}

function writeNew(file: string, text: string): void {
  const handle = fs.openSync(file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_TRUNC, 0o600);
  try {
    fs.fchmodSync(handle, 0o600);
    fs.writeFileSync(handle, text);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** A new name is durable only when its directory is; Windows has no such call. */
function syncDirectory(file: string): void {
  if (process.platform === "win32") return;
  const handle = fs.openSync(path.dirname(file), O_RDONLY);
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function codeOf(cause: unknown): string | undefined {
  return (cause as NodeJS.ErrnoException).code;
}
