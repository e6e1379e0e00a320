/** Which texts the constructors of Cedar's extension types take (docs.cedarpolicy.com, "Extension functions"). */

export interface ExtensionType {
  /** The function that makes a value of a text. */
  readonly maker: string;
  readonly accepts: (text: string) => boolean;
  /** An example for messages. */
  readonly example: string;
}

/** By the name of the type. */
export const EXTENSION_TYPES: ReadonlyMap<string, ExtensionType> = new Map([
  ["decimal", { maker: "decimal", accepts: isDecimal, example: "12.5" }],
  ["ipaddr", { maker: "ip", accepts: isIp, example: "10.0.0.0/8" }],
  ["datetime", { maker: "datetime", accepts: (text) => datetimeMs(text) !== null, example: "2026-11-20T12:00:00Z" }],
  ["duration", { maker: "duration", accepts: (text) => durationMs(text) !== null, example: "1d12h" }],
]);

/** True for a number of milliseconds, or of ten-thousandths, that Cedar can hold. */
export function fitsLong(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

const DECIMAL = /^-?0*(\d{1,15})\.(\d{1,4})$/;

function isDecimal(text: string): boolean {
  const match = DECIMAL.exec(text);
  if (match === null) return false;
  const units = BigInt(match[1]! + match[2]!.padEnd(4, "0"));
  return fitsLong(text.startsWith("-") ? -units : units);
}

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const IPV4 = new RegExp(String.raw`^${OCTET}(?:\.${OCTET}){3}(?:/(?:3[0-2]|[12]?\d))?$`);
const GROUPS = /^[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*$/;
const IPV6_PREFIX = /\/(?:12[0-8]|1[01]\d|[1-9]?\d)$/;

function isIp(text: string): boolean {
  return IPV4.test(text) || isIpv6(text.replace(IPV6_PREFIX, ""));
}

/** No IPv4 inside, no zone; `::` stands for one group of zeros at least. */
function isIpv6(address: string): boolean {
  const halves = address.split("::");
  const count = halves.map(groupsIn);
  const total = count.reduce((sum, each) => sum + each, 0);
  return halves.length === 1 ? total === 8 : halves.length === 2 && total <= 7;
}

/** Infinitely many when they are none. */
function groupsIn(half: string): number {
  if (half === "") return 0;
  return GROUPS.test(half) ? half.split(":").length : Number.POSITIVE_INFINITY;
}

const DATETIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{3}))?(?:Z|([+-])([01]\d|2[0-3])([0-5]\d)))?$/;

/** Milliseconds since the epoch, or null. */
export function datetimeMs(text: string): bigint | null {
  const match = DATETIME.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second, ms] = [1, 2, 3, 4, 5, 6, 7].map((part) => Number(match[part] ?? 0));
  const date = daysOf(year!, month!, day!);
  if (date === null) return null;
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * (match[8] === "-" ? -60 : 60);
  return BigInt(((date * 24 + hour!) * 60 + minute!) * 60 + second! - offset) * 1000n + BigInt(ms!);
}

/** Days since 1970-01-01 of a date of the Gregorian calendar, or null when there is none. */
function daysOf(year: number, month: number, day: number): number | null {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1]!) return null;
  const before = year - 1;
  const years = year * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + 1;
  return years - 719_528 + lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0) + day - 1;
}

const DURATION = /^-?(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS_MS: readonly bigint[] = [86_400_000n, 3_600_000n, 60_000n, 1000n, 1n];

/** Milliseconds, or null. */
export function durationMs(text: string): bigint | null {
  const match = text.length <= MAX_DURATION ? DURATION.exec(text) : null;
  if (match === null) return null;
  const total = UNITS_MS.reduce((sum, unit, index) => sum + unit * BigInt(match[index + 1] ?? "0"), 0n);
  const signed = text.startsWith("-") ? -total : total;
  return fitsLong(signed) ? signed : null;
}

/** Longer ones only have more leading zeros; keeps big numbers small. */
const MAX_DURATION = 1000;
