/** Paths, normalised by their text alone; links are the engine's business. */

/** Resolves `.`, `..`, doubled and trailing separators and backslashes; a relative path is taken from `cwd`. */
export function normalisePath(path: string, cwd = ""): string {
  const text = path.includes("\\") ? path.replaceAll("\\", "/") : path;
  const absolute = text.startsWith("/");
  const whole = absolute || cwd === "" || text.startsWith("~") ? text : `${cwd}/${text}`;
  if (isNormal(whole)) return whole;
  const root = whole.startsWith("/") ? "/" : "";
  const kept: string[] = [];
  for (const segment of whole.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== ".." && kept.at(-1) !== "~") kept.pop();
    else if (root === "") kept.push("..");
  }
  return root + kept.join("/") || ".";
}

/** True when the (normalised) path is `root` or below it; a relative one is inside unless it climbs out. */
export function isInside(path: string, root: string | null): boolean {
  if (path.startsWith("~")) return false;
  if (!path.startsWith("/")) return path !== ".." && !path.startsWith("../");
  return root !== null && (path === root || path.startsWith(root === "/" ? "/" : `${root}/`));
}

const ODD = /\/\/|(?:^|\/)\.{1,2}(?:\/|$)|.\/$/;

function isNormal(path: string): boolean {
  return path !== "" && !ODD.test(path);
}
