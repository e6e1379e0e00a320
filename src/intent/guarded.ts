/** What Writ itself depends on: no call may write, move or delete it, or read its keys. */

import type { Refusal, Text } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { patternPlace } from "./guarded-pattern.ts";
import { foldName, guardedPlaces, type Places, parentsOf } from "./guarded-place.ts";
import { normalisePath } from "./path.ts";
import type { Resolve } from "./path-argument.ts";
import type { Touch } from "./shell/analysis.ts";

/** Files below a guarded place that may not even be read. */
const SECRET = /(?:^|\/)(?:[^/]*\.key|keys(?:\/.*)?)$/;

/** Null when no touch concerns what Writ depends on. */
export function guardedRefusal(touches: readonly Touch[], snapshot: Snapshot, resolve: Resolve): Refusal | null {
  if (touches.length === 0) return null;
  const places = guardedPlaces(snapshot);
  for (const { path, use } of touches) {
    const names = typeof path === "string" ? withLink(path, resolve) : [path];
    const place = names.map((name) => concerned(name, use, places)).find((found) => found !== null);
    if (place !== undefined && place !== null) return refusal(place, path, use);
  }
  return null;
}

function refusal(place: string, path: Text, use: Touch["use"]): Refusal {
  const shown = typeof path === "string" ? path : path.join("…");
  const verb = use === "read" ? "read" : use === "move" ? "move or delete" : "change";
  return { code: "policy.protected", detail: `would ${verb} \`${place}\`, which Writ depends on (path \`${shown}\`)` };
}

function withLink(path: string, resolve: Resolve): readonly string[] {
  const resolved = resolve(normalisePath(path));
  return resolved === null ? [path] : [path, resolved];
}

function concerned(path: Text, use: Touch["use"], places: Places): string | null {
  if (typeof path !== "string") return openPlace(path, use, places);
  const full = foldName(path, places.workspace ?? "");
  if (/[*?[]/.test(path)) return patternPlace(full, use, places);
  const { exact, anywhere, workspace } = places;
  const rooted = `/${full}`;
  const found =
    exact.find((place) => touched(full, place, use)) ?? anywhere.find((place) => touchedAnywhere(rooted, place, use));
  return found ?? (use === "move" && isEverything(full, workspace) ? (anywhere[0] ?? null) : null);
}

function touched(path: string, place: string, use: Touch["use"]): boolean {
  // What a key signed last is beside it, under a name that begins with its own.
  const inside =
    path === place || path.startsWith(`${place}/`) || (place.endsWith(".key") && path.startsWith(`${place}.`));
  if (use === "read") return inside && SECRET.test(path);
  return inside || (use === "move" && place.startsWith(`${path}/`));
}

/** The path begins with a slash, so that a place is found at its start too. */
function touchedAnywhere(path: string, place: string, use: Touch["use"]): boolean {
  const inside = path.endsWith(`/${place}`) || path.includes(`/${place}/`);
  if (use === "read") return inside && SECRET.test(path);
  return inside || (use === "move" && parentsOf(place).some((parent) => path.endsWith(`/${parent}`)));
}

/** The current directory, the workspace, one above it, the home directory, or the root. */
function isEverything(path: string, workspace: string | null): boolean {
  return path === "/" || path === "." || path === "~" || path === workspace || /^(?:\.\.\/)*\.\.$/.test(path);
}

/** A path with run-time holes is refused when what is literal in it leads into a guarded place, or ends in its name. */
function openPlace(pieces: readonly string[], use: Touch["use"], { between }: Places): string | null {
  const [head = "", ...others] = pieces.map((piece) => `/${foldName(piece === "" ? "\u0001" : piece, "")}/`);
  const found =
    between.find(({ text }) => head.includes(text)) ??
    between.find(({ text }) => others.some((piece) => piece.includes(text)));
  if (found === undefined) return null;
  return use !== "read" || SECRET.test(pieces.join("x")) ? found.place : null;
}
