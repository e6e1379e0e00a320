/** Hosts of web addresses, in the one spelling each has. */

/** No label is empty, so no dot at either end; RFC 1123 with the underscore that names in use have. */
const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
/** A name that ends in a number is read as an IPv4 address, in forms such as `127.1` or `0x7f000001`. */
const ENDS_IN_NUMBER = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;
const BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/;
const GROUPS = 8;

/** The host, lower-cased and in its shortest form; null if it is none. */
export function parseHost(written: string): string | null {
  const host = written.toLowerCase();
  if (host.startsWith("[")) return parseIpv6(host.slice(1, -1));
  if (ENDS_IN_NUMBER.test(host)) return IPV4.test(host) ? host : null;
  return NAME.test(host) ? host : null;
}

function parseIpv6(text: string): string | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = GROUPS - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  if (![...head, ...tail].every((group) => GROUP.test(group))) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  return `[${shortest(groups.map((group) => group.replace(/^0+(?=.)/, "")))}]`;
}

/** RFC 5952 §4.2: the first of the longest runs of two or more zeros is written `::`. */
function shortest(groups: readonly string[]): string {
  const text = `:${groups.join(":")}:`;
  const runs = text.match(/(?<=:)0(?::0)+(?=:)/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  const short = longest === "" ? text : text.replace(`:${longest}:`, "::");
  return short.replace(/^:(?!:)|(?<!:):$/g, "");
}
