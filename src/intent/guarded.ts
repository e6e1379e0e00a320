/** What Writ itself depends on: no call may write, move or delete it, read its keys, or administer Writ. */

import { compileGlob } from "../kernel/glob.ts";
import type { Refusal, Text } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Resolve } from "./argument.ts";
import { normalisePath } from "./path.ts";
import type { Touch } from "./shell/analysis.ts";

/** Guarded wherever they lie: the files through which agents, hooks and Writ are set up. */
const EVERYWHERE: readonly string[] = [
  ".writ", ".radium/policy.toml", "etc/writ", ".git/config", ".git/hooks",
  ".claude/settings.json", ".claude/settings.local.json", ".claude/hooks",
  ".gemini/settings.json", ".gemini/policies", ".codex/config.toml", ".codex/rules",
]; // biome-ignore format: one list, not one name a line

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

/** Lower-cased: on many disks case does not tell files apart. */
interface Places {
  readonly workspace: string | null;
  /** Normalised; absolute where the workspace is known. */
  readonly exact: readonly string[];
  /** Guarded in any directory. */
  readonly anywhere: readonly string[];
}

const known = new WeakMap<Snapshot, Places>();

function guardedPlaces(snapshot: Snapshot): Places {
  let places = known.get(snapshot);
  if (places === undefined) {
    const { workspace, protected_paths } = snapshot.settings;
    const exact = protected_paths.map((path) => normalisePath(path, workspace ?? "").toLowerCase());
    const policies = snapshot.sources.map(({ name }) =>
      normalisePath(name)
        .toLowerCase()
        .replace(/^(?:\.\.\/|\/)+/, ""),
    );
    places = { workspace, exact, anywhere: [...policies, ...EVERYWHERE] };
    known.set(snapshot, places);
  }
  return places;
}

function concerned(path: Text, use: Touch["use"], places: Places): string | null {
  if (typeof path !== "string") return openPath(path, use, places);
  const full = normalisePath(path, places.workspace ?? "").toLowerCase();
  if (/[*?[]/.test(path)) return patternPath(full, use, places);
  const { exact, anywhere } = places;
  const found =
    exact.find((place) => touched(full, place, use)) ?? anywhere.find((place) => touchedAnywhere(full, place, use));
  return found ?? (use === "move" && isEverything(full) ? (anywhere[0] ?? null) : null);
}

function touched(path: string, place: string, use: Touch["use"]): boolean {
  const inside = path === place || path.startsWith(`${place}/`);
  if (use === "read") return inside && SECRET.test(path);
  return inside || (use === "move" && place.startsWith(`${path}/`));
}

function touchedAnywhere(path: string, place: string, use: Touch["use"]): boolean {
  const at = `/${path}`;
  const inside = at.endsWith(`/${place}`) || at.includes(`/${place}/`);
  if (use === "read") return inside && SECRET.test(path);
  return inside || (use === "move" && parents(place).some((parent) => at.endsWith(`/${parent}`)));
}

/** The current directory, one above it, the home directory, or the root. */
function isEverything(path: string): boolean {
  return path === "/" || path === "." || path === "~" || /^(?:\.\.\/)*\.\.$/.test(path);
}

function parents(place: string): readonly string[] {
  return [...place.matchAll(/\//g)].map(({ index }) => place.slice(0, index));
}

/** A shell pattern deletes or overwrites what it matches; only reading and unknown uses are given the benefit. */
function patternPath(pattern: string, use: Touch["use"], { exact, anywhere }: Places): string | null {
  if (use !== "move" && use !== "write") return null;
  const matches = safeGlob(pattern);
  const directory =
    pattern.slice(0, pattern.lastIndexOf("/") + 1).match(/[*?[]/) === null
      ? pattern.slice(0, pattern.lastIndexOf("/") + 1)
      : "";
  const hit = exact.find((place) => matches(place) || parents(place).some(matches));
  return hit ?? anywhere.find((place) => [place, ...parents(place)].some((name) => matches(directory + name))) ?? null;
}

/** Where a shell would take a bracket that never closes as a plain character, the stem decides. */
function safeGlob(pattern: string): (path: string) => boolean {
  try {
    return compileGlob(pattern.replace(/\*{2,}/g, "*"));
  } catch {
    const stem = pattern.slice(0, pattern.search(/[*?[]/));
    return (path) => path.startsWith(stem);
  }
}

/** A path with a run-time hole is refused when its literal end is the name of a guarded file. */
function openPath(pieces: readonly string[], use: Touch["use"], { exact, anywhere }: Places): string | null {
  if (use === "read") return null;
  const tail = (pieces.at(-1) ?? "").toLowerCase();
  return [...exact, ...anywhere].find((place) => tail.endsWith(`/${place}`)) ?? null;
}

/** Commands of Writ that change nothing; every other one is administration. */
const HARMLESS: ReadonlySet<string> = new Set([
  "check", "decide", "explain", "list", "validate", "test", "diff", "demo", "help", "completion", "--help", "--version", "-h",
]); // biome-ignore format: one list, not one name a line

const WRIT =
  /^(?:(?:npx|bunx|pnpm|yarn|npm)\s+(?:(?:exec|dlx|run|x|--|-\S+)\s+)*|(?:node|bun|tsx)\s+(?:-\S+\s+)*)?(?:\S*\/)?writ(?:@\S+|\.js|\.cmd)?(?:\/dist\/cli\/main\.js)?(?:\s+(\S+))?(?:\s+(\S+))?/i;

/** Null when none of the commands administers Writ. */
export function administration(spellings: readonly Text[]): Refusal | null {
  for (const spelling of spellings) {
    const found = WRIT.exec(typeof spelling === "string" ? spelling : spelling.join(" "));
    const [, command, action] = found ?? [];
    if (found === null || command === undefined || HARMLESS.has(command)) continue;
    if (command === "ledger" && action !== undefined && ["show", "verify", "audit", "export", "prove"].includes(action))
      continue;
    return { code: "policy.protected", detail: `would run Writ's own administration: \`writ ${command}\`` };
  }
  return null;
}
