/** Web addresses, read strictly (RFC 3986) and normalised once, so that equal places have equal texts; docs/spec/aprp.md. */

import { parseHost } from "./url-host.ts";
import { hidesDots, normalPath, normalPercent } from "./url-path.ts";

export interface Url {
  readonly scheme: "http" | "https";
  /** What stands before the `@`, or null. */
  readonly userinfo: string | null;
  /** Lower-case name, dotted IPv4, or IPv6 in brackets in its shortest form. */
  readonly host: string;
  /** Null for the default port of the scheme. */
  readonly port: number | null;
  /** Begins with `/`; no dot segments; only what must be is percent-encoded, in upper case. */
  readonly path: string;
  /** Without the `?`; null when there is none. The fragment is dropped: it is never sent. */
  readonly query: string | null;
}

/** What RFC 3986 lets an address consist of: printable ASCII but blank and `"`, `<`, `>`, `\`, `^`, `` ` ``, braces, `|`. */
const CHARACTERS = /^[!#-;=?-[\]_a-z~]*$/;
const PARTS = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
const AUTHORITY = /^(?:([^@[\]]*)@)?(\[[^@[\]]*\]|[^@:[\]]*)(?::([1-9][0-9]{0,4}))?$/;
const BRACKET = /[[\]]/;
const BAD_PERCENT = /%(?![0-9A-Fa-f]{2})/;

const DEFAULT_PORTS: Readonly<Record<Url["scheme"], number>> = { http: 80, https: 443 };

/**
 * Reads an absolute `http` or `https` address.
 *
 * Null for every other scheme and for all that a payment never needs: blanks, control characters, backslashes and
 * anything outside of ASCII, a host that is empty, percent-encoded, numeric in any form but four decimal numbers, or
 * ends in a dot, an empty port or one with leading zeros, `%` without two hexadecimal digits, and `//..`.
 *
 *     parseUrl("HTTPS://API.Example.com:443/a/../%7Eb"); // https, api.example.com, port null, /~b
 */
export function parseUrl(text: string): Url | null {
  if (!CHARACTERS.test(text) || BAD_PERCENT.test(text)) return null;
  const parts = PARTS.exec(text);
  if (parts === null) return null;
  const [, protocol = "", authority = "", written = "", query = null] = parts;
  const place = parseAuthority(authority);
  const path = normalPath(written);
  // Only a host may have brackets.
  if (place === null || path === null || BRACKET.test(written + query)) return null;
  const scheme = protocol.toLowerCase() === "http" ? "http" : "https";
  const port = place.port === DEFAULT_PORTS[scheme] ? null : place.port;
  return { scheme, ...place, port, path, query: query === null ? null : normalPercent(query) };
}

/** Scheme, host and port, e.g. `https://api.example.com:8443`. */
export function originOf({ scheme, host, port }: Url): string {
  return `${scheme}://${host}${port === null ? "" : `:${port}`}`;
}

/** The normalised address, without its user information and fragment. */
export function urlText(url: Url): string {
  return `${originOf(url)}${url.path}${url.query === null ? "" : `?${url.query}`}`;
}

/**
 * Whether an address lies under a provider's: the same origin, and the provider's path a prefix by whole segments.
 *
 * Never for an address with user information, nor, below a prefix, for one with a `..` in any disguise (`..%2F`,
 * `%252e%252e`, `..;x`): whoever serves it may leave the prefix.
 */
export function isWithin(provider: Url, url: Url): boolean {
  if (provider.userinfo !== null || url.userinfo !== null || originOf(provider) !== originOf(url)) return false;
  const prefix = provider.path.endsWith("/") ? provider.path : `${provider.path}/`;
  return prefix === "/" || (`${url.path}/`.startsWith(prefix) && !hidesDots(url.path));
}

function parseAuthority(text: string): Pick<Url, "userinfo" | "host" | "port"> | null {
  const match = AUTHORITY.exec(text);
  const host = match === null ? null : parseHost(match[2] ?? "");
  if (match === null || host === null) return null;
  const port = match[3] === undefined ? null : Number(match[3]);
  return port !== null && port > 65_535 ? null : { userinfo: match[1] ?? null, host, port };
}
