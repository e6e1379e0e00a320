/** Where a command runs: the working directory as far as the line itself tells it. */

import type { Text } from "../../kernel/request.ts";
import { normalisePath } from "../path.ts";
import { distinct, HOLE, headOf, isLiteral, withMark } from "./text.ts";

/** Changed by `cd` as the walk goes on. */
export interface Place {
  /** The directory when every `cd` so far succeeded; "" is where the line began. */
  cwd: Text;
  /** Where it may be as well: a `cd` failed, or stood in a branch. */
  others: readonly Text[];
  /** Directories left by a `cd` that an `&&` still vouches for. */
  left: readonly Text[];
  /** It may be anywhere besides. */
  lost: boolean;
}

const MAX_OTHERS = 3;
/** A longer directory is not tracked. */
const MAX_UNITS = 256;

/** Where the line begins: in any of the directories. */
export function startPlace(folders: readonly string[] = []): Place {
  const place: Place = { cwd: "", others: [], left: [], lost: false };
  const [first = "", ...others] = folders;
  if (first !== "") moveTo(place, first);
  place.left = [];
  if (others.length > 0) alsoAt(place, others.map((folder) => startPlace([folder]).cwd)); // biome-ignore format: one step
  return place;
}

/** A copy for what runs in a process of its own. */
export function forkPlace(place: Place): Place {
  return { ...place };
}

/** A place of which nothing is known. */
export function lostPlace(): Place {
  return { cwd: HOLE, others: [], left: [], lost: false };
}

/** Every directory the command may run in, the likeliest first. */
export function directories(place: Place): readonly Text[] {
  if (place.others.length === 0 && !place.lost) return [place.cwd];
  return distinct([place.cwd, ...place.others, ...(place.lost ? [HOLE] : [])]);
}

/** After a `cd`: `to` is its operand, null when that is known at run time only (`cd -`, `popd`). */
export function moveTo(place: Place, to: Text | null): void {
  const before = [place.cwd, ...place.others];
  const after = to === null ? [] : before.map((cwd) => resolveText(to, cwd));
  const [cwd = HOLE, ...others] = after.some(isLong) ? [] : after;
  place.cwd = cwd;
  place.others = others;
  place.left = cwd === HOLE ? [] : distinct([...place.left, ...before]).slice(0, MAX_OTHERS + 2);
  place.lost ||= cwd === HOLE;
}

/** Behind anything but `&&` a `cd` before may have failed. */
export function settle(place: Place): void {
  if (place.left.length > 0) alsoAt(place, place.left);
  place.left = [];
}

/** The body between `before` and now may not have run. */
export function mayHaveStayed(place: Place, before: Place): void {
  settle(place);
  alsoAt(place, [before.cwd, ...before.others]);
}

/** The path as seen from the directory where the line began. */
export function resolveText(path: Text, cwd: Text): Text {
  if (cwd === "" && isLiteral(path) && !/[/\\~.]/.test(path)) return path;
  if (isLiteral(path) && isLiteral(cwd)) return normalise(path, cwd);
  const head = headOf(path);
  if (isLiteral(path) && (head.startsWith("/") || head.startsWith("~"))) return normalise(path, "");
  if (isLiteral(path)) return [...(cwd as readonly string[]).slice(0, -1), `${cwd.at(-1) ?? ""}/${path}`];
  if (head === "" || head.startsWith("/") || head.startsWith("~")) return [tidyHead(head, ""), ...path.slice(1)];
  if (isLiteral(cwd)) return [tidyHead(head, cwd), ...path.slice(1)];
  return [...cwd.slice(0, -1), `${cwd.at(-1) ?? ""}/${head}`, ...path.slice(1)];
}

/** `..` above `~` leads out of a directory whose name is not known. */
function normalise(path: string, cwd: string): Text {
  const result = normalisePath(path, cwd);
  const fromHome = path.startsWith("~") || (cwd.startsWith("~") && !path.startsWith("/"));
  return fromHome && !/^~(?!.*\/\.\.(?:\/|$))/s.test(result) ? HOLE : result;
}

/** Only whole segments before a hole can be resolved; the last may go on in the hole. */
function tidyHead(head: string, cwd: string): string {
  const slash = head.lastIndexOf("/");
  const folder = slash <= 0 ? head.slice(0, slash + 1) : head.slice(0, slash);
  if (folder === "" && cwd === "") return head;
  const base = normalisePath(folder === "" ? "." : folder, cwd);
  const rest = head.slice(slash + 1);
  if (base === ".") return rest;
  return base.endsWith("/") ? base + rest : `${base}/${rest}`;
}

function isLong(cwd: Text): boolean {
  return withMark(cwd, "").length > MAX_UNITS;
}

function alsoAt(place: Place, more: readonly Text[]): void {
  const others = distinct([...place.others, ...more]).filter((other) => other !== place.cwd);
  place.lost ||= others.length > MAX_OTHERS;
  place.others = place.lost ? [] : others;
}
