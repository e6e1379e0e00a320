import { expect, test } from "vitest";
import { extensionFunction } from "./extension.ts";
import { showValue } from "./show-value.ts";
import { isFault, type Value } from "./value.ts";

const DECIMAL = "not a decimal: expected digits, a point and one to four digits";
const IP = "not an ip address or range";
const DATETIME = "not a datetime: expected a text such as `2026-11-20T12:00:00Z`";
const DURATION = "not a duration: expected a text such as `1d2h3m4s5ms`";

test.each([
  ["decimal", "1.5", 'decimal("1.5")'],
  ["decimal", "-0.0001", 'decimal("-0.0001")'],
  ["decimal", "-922337203685477.5808", 'decimal("-922337203685477.5808")'],
  ["decimal", "922337203685477.5808", "a decimal outside the range of 64 bits"],
  ["decimal", "1", DECIMAL],
  ["decimal", "1.00000", DECIMAL],
  ["decimal", "+1.0", DECIMAL],
  ["ip", "10.0.0.1/32", 'ip("10.0.0.1")'],
  ["ip", "1::2/64", 'ip("1:0:0:0:0:0:0:2/64")'],
  ["ip", "1:2:3:4:5:6:7::", 'ip("1:2:3:4:5:6:7:0")'],
  ["ip", "::1:2:3:4:5:6:7:8", IP],
  ["ip", "::ffff:1.2.3.4", IP],
  ["ip", "01.2.3.4", IP],
  ["ip", "1.2.3.4/08", IP],
  ["ip", "1.2.3.4/33", IP],
  ["datetime", "2024-02-29", 'datetime("2024-02-29T00:00:00.000Z")'],
  ["datetime", "2024-01-01T00:00:00.123-0130", 'datetime("2024-01-01T01:30:00.123Z")'],
  ["datetime", "0000-01-01T00:00:00+0001", 'datetime("1970-01-01").offset(duration("-62167219260000ms"))'],
  ["datetime", "2023-02-29", DATETIME],
  ["datetime", "2024-12-31T23:59:60Z", DATETIME],
  ["datetime", "2024-01-01T00:00:00.12Z", DATETIME],
  ["datetime", "2024-01-01T00:00:00+2400", DATETIME],
  ["duration", "1d2h3m4s5ms", 'duration("93784005ms")'],
  ["duration", "-9223372036854775808ms", 'duration("-9223372036854775808ms")'],
  ["duration", "9223372036854775808ms", "a duration outside the range of 64 bits"],
  ["duration", "1h1d", DURATION],
  ["duration", "-", DURATION],
])("%s of `%s` is %s", (name, text, shown) => {
  expect(show(apply(name, text))).toBe(shown);
});

test.each<readonly [string, readonly [string, string], readonly [string, string] | null, string]>([
  ["lessThan", ["decimal", "1.4"], ["decimal", "1.40"], "false"],
  ["lessThanOrEqual", ["decimal", "1.4"], ["decimal", "1.40"], "true"],
  ["greaterThan", ["decimal", "-1.0"], ["decimal", "-1.1"], "true"],
  ["greaterThanOrEqual", ["decimal", "-1.2"], ["decimal", "-1.1"], "false"],
  ["isIpv4", ["ip", "1.2.3.4"], null, "true"],
  ["isIpv6", ["ip", "1.2.3.4"], null, "false"],
  ["isLoopback", ["ip", "127.0.0.0/8"], null, "true"],
  ["isLoopback", ["ip", "127.0.0.0/7"], null, "false"],
  ["isMulticast", ["ip", "ff02::1"], null, "true"],
  ["isInRange", ["ip", "10.0.0.0/9"], ["ip", "10.0.0.0/8"], "true"],
  ["isInRange", ["ip", "10.0.0.0/7"], ["ip", "10.0.0.0/8"], "false"],
  ["isInRange", ["ip", "10.0.0.1"], ["ip", "::/0"], "false"],
  ["offset", ["datetime", "2024-02-28"], ["duration", "1d"], 'datetime("2024-02-29T00:00:00.000Z")'],
  ["offset", ["datetime", "2024-01-01"], ["duration", "9223372036854775807ms"], "a time outside the range of 64 bits"],
  ["durationSince", ["datetime", "1969-12-31"], ["datetime", "1970-01-01"], 'duration("-86400000ms")'],
  ["toDate", ["datetime", "1969-12-31T23:59:59.999Z"], null, 'datetime("1969-12-31T00:00:00.000Z")'],
  ["toTime", ["datetime", "1969-12-31T23:59:59.999Z"], null, 'duration("86399999ms")'],
  ["toMilliseconds", ["duration", "1s"], null, "1000"],
  ["toSeconds", ["duration", "-1999ms"], null, "-1"],
  ["toMinutes", ["duration", "59s"], null, "0"],
  ["toHours", ["duration", "1d"], null, "24"],
  ["toDays", ["duration", "9223372036854775807ms"], null, "106751991167"],
])("%s of %j and %j is %s", (name, first, second, shown) => {
  const values = [first, ...(second === null ? [] : [second])].map(([type, text]) => apply(type, text));
  expect(show(apply(name, ...values))).toBe(shown);
});

function apply(name: string, ...values: readonly Value[]): Value {
  const found = extensionFunction(name, values.length);
  return ("kind" in found ? found : found.apply(values[0]!, values[1]!)) as Value;
}

function show(value: Value): string {
  return isFault(value) ? value.text : showValue(value);
}
