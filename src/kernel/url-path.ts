/** Paths of web addresses: one spelling for one place, and those a careless server takes for another place. */

const PERCENT = /%[0-9A-Fa-f]{2}/g;
/** RFC 3986 §2.3: encoded or not, they mean the same. */
const UNRESERVED = /[A-Za-z0-9._~-]/;

/** Decodes what needs no encoding and upper-cases the rest (RFC 3986 §6.2.2). */
export function normalPercent(text: string): string {
  return text.replace(PERCENT, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return UNRESERVED.test(character) ? character : triplet.toUpperCase();
  });
}

/**
 * Normalises percent-encoding first, so that `%2e%2e` is the dot segment it means, then removes dot segments
 * (RFC 3986 §5.2.4).
 *
 * Null when a `..` takes back an empty segment: a server that reads two slashes as one goes elsewhere.
 */
export function normalPath(path: string): string | null {
  const segments = normalPercent(path).split("/").slice(1);
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === ".." && kept.pop() === "") return null;
    if (segment !== ".." && segment !== ".") kept.push(segment);
  }
  if (/^\.\.?$/.test(segments.at(-1) ?? "")) kept.push("");
  return `/${kept.join("/")}`;
}

/** Whether a normalised path has a `..` for a server that decodes more than it should, or cuts parameters off. */
export function hidesDots(path: string): boolean {
  const decoded = path.replace(/%(?:25)*(?:2F|5C)/gi, "/").replace(/%(?:25)*2E/gi, ".");
  return /\/\.\.(?:[/;]|%(?:25)*3B|$)/.test(decoded);
}
