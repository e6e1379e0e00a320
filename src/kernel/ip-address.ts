/** Cedar's `ipaddr`: an IPv4 or IPv6 address with a prefix length, as Rust's standard library reads addresses. */

import { type Fault, fault, type IpValue } from "./value.ts";

interface Family {
  readonly family: 4 | 6;
  readonly bits: number;
  /** Null for what is no address of the family. */
  readonly parse: (text: string) => bigint | null;
  readonly loopback: IpRange;
  readonly multicast: IpRange;
}

interface IpRange {
  readonly address: bigint;
  readonly prefix: number;
}

const FAMILIES: Readonly<Record<4 | 6, Family>> = {
  4: {
    family: 4,
    bits: 32,
    parse: parseV4,
    loopback: { address: 127n << 24n, prefix: 8 },
    multicast: { address: 224n << 24n, prefix: 4 },
  },
  6: {
    family: 6,
    bits: 128,
    parse: parseV6,
    loopback: { address: 1n, prefix: 128 },
    multicast: { address: 0xffn << 120n, prefix: 8 },
  },
};

/** The longest: eight groups of four digits and `/128`. */
const MOST_CHARACTERS = 43;
const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
const GROUPS = 8;

/** A fault for leading zeros in octets and prefixes, IPv4 inside IPv6, zones, and everything else. */
export function parseIp(text: string): IpValue | Fault {
  return (text.length <= MOST_CHARACTERS ? readIp(text) : null) ?? fault("not an ip address or range");
}

export function ipText({ family, address, prefix }: IpValue): string {
  const { bits } = FAMILIES[family];
  const digits = family === 4 ? octets(address).join(".") : groups(address).join(":");
  return prefix === bits ? digits : `${digits}/${prefix}`;
}

/** Whether all of `ip` lies in `range`; never where the families differ. */
export function isInRange(ip: IpValue, range: IpValue): boolean {
  return ip.family === range.family && covers(range, ip);
}

export function isLoopback(ip: IpValue): boolean {
  return covers(FAMILIES[ip.family].loopback, ip);
}

export function isMulticast(ip: IpValue): boolean {
  return covers(FAMILIES[ip.family].multicast, ip);
}

function covers(range: IpRange, ip: IpValue): boolean {
  const shift = BigInt(FAMILIES[ip.family].bits - range.prefix);
  return range.prefix <= ip.prefix && range.address >> shift === ip.address >> shift;
}

function readIp(text: string): IpValue | null {
  const slash = text.indexOf("/");
  const name = slash < 0 ? text : text.slice(0, slash);
  const { family, bits, parse } = FAMILIES[name.includes(":") ? 6 : 4];
  const address = parse(name);
  const prefix = slash < 0 ? bits : parsePrefix(text.slice(slash + 1), bits);
  return address === null || prefix === null ? null : { kind: "extension", type: "ipaddr", family, address, prefix };
}

function parsePrefix(text: string, most: number): number | null {
  return PREFIX.test(text) && Number(text) <= most ? Number(text) : null;
}

function parseV4(text: string): bigint | null {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return null;
  return BigInt(octets.reduce((sum, octet) => sum * 256 + Number(octet), 0));
}

function parseV6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const given = [...head!, ...(tail ?? [])];
  if (!given.every((group) => GROUP.test(group))) return null;
  // `::` stands for at least one group of zeros.
  const missing = GROUPS - given.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...head!, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  return BigInt(`0x${all.map((group) => group.padStart(4, "0")).join("")}`);
}

function octets(address: bigint): bigint[] {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn);
}

function groups(address: bigint): string[] {
  const digits = address.toString(16).padStart(32, "0");
  return Array.from({ length: GROUPS }, (_, place) => digits.slice(place * 4, place * 4 + 4).replace(/^0{1,3}/, ""));
}
