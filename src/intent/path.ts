/** Paths, normalised by their text alone; links are the engine's business. */

const DRIVE = /^[A-Za-z]:/;
const FILE_URL = /^file:(?:\/\/(?:localhost)?(?=\/))?/i;

/** Resolves `.`, `..`, doubled and trailing separators and backslashes; a relative path is taken from `cwd`. */
export function normalisePath(path: string, cwd = ""): string {
  const text = path.includes("\\") ? path.replaceAll("\\", "/") : path;
  const whole = cwd === "" || isRooted(text) ? text : `${cwd}/${text}`;
  if (isNormal(whole)) return whole;
  const root = whole.startsWith("/") ? "/" : "";
  const kept: string[] = [];
  for (const segment of whole.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (
      kept.length > 0 &&
      kept.at(-1) !== ".." &&
      !(kept.length === 1 && root === "" && isFirm(kept[0] as string))
    )
      kept.pop();
    else if (root === "") kept.push("..");
  }
  return root + kept.join("/") || ".";
}

/** True for a path that means the same wherever one stands: `/x`, `~/x`, `C:/x`. */
export function isRooted(path: string): boolean {
  return path.startsWith("/") || path.startsWith("~") || (path[1] === ":" && DRIVE.test(path));
}

/** Nothing is known to lie above a home directory or a drive, with which a path begins. */
function isFirm(segment: string): boolean {
  return segment.startsWith("~") || (segment.length === 2 && DRIVE.test(segment));
}

/** True when the (normalised) path is `root` or below it; a relative one is inside unless it climbs out. */
export function isInside(path: string, root: string | null): boolean {
  if (path.startsWith("~")) return false;
  if (!path.startsWith("/") && !DRIVE.test(path)) return path !== ".." && !path.startsWith("../");
  return root !== null && (path === root || path.startsWith(root === "/" ? "/" : `${root}/`));
}

/** The path that a `file:` URL names (RFC 8089), decoded; null for every other text, `undefined` for a broken one. */
export function pathOfUrl(text: string): string | null | undefined {
  if (!/^file:/i.test(text)) return null;
  try {
    const path = decodeURIComponent(text.replace(FILE_URL, "").replace(/[?#].*$/s, ""));
    return path.includes("\0") || path.startsWith("//") ? undefined : path.replace(/^\/(?=[A-Za-z]:)/, "");
  } catch {
    return undefined;
  }
}

const ODD = /\/\/|(?:^|\/)\.{1,2}(?:\/|$)|.\/$/;

function isNormal(path: string): boolean {
  return path !== "" && !ODD.test(path);
}
