/** The extension functions and methods of Cedar, one row each. */

import { datetimeValue, parseDatetime, startOfDay } from "./datetime.ts";
import { parseDecimalValue } from "./decimal.ts";
import { DAY_MS, durationValue, HOUR_MS, MINUTE_MS, parseDuration, SECOND_MS } from "./duration.ts";
import { isInRange, isLoopback, isMulticast, parseIp } from "./ip-address.ts";
import { addLong, divideLong, moduloLong, subtractLong } from "./long.ts";
import { type AmountValue, type ExtensionValue, type Fault, fault, type Long, typeFault, type Value } from "./value.ts";

/** Of each type a function can ask for: its values. */
interface Arguments {
  readonly string: string;
  readonly decimal: AmountValue;
  readonly datetime: AmountValue;
  readonly duration: AmountValue;
  readonly ipaddr: Extract<ExtensionValue, { readonly type: "ipaddr" }>;
}

export interface ExtensionFunction {
  readonly arity: number;
  /** INVARIANT: given exactly `arity` arguments; their types are checked here. */
  readonly apply: (first: Value, second: Value) => Value | Fault;
}

const FUNCTIONS: ReadonlyMap<string, ExtensionFunction> = new Map([
  ["decimal", unary("string", parseDecimalValue)],
  ["lessThan", binary("decimal", "decimal", (left, right) => left.amount < right.amount)],
  ["lessThanOrEqual", binary("decimal", "decimal", (left, right) => left.amount <= right.amount)],
  ["greaterThan", binary("decimal", "decimal", (left, right) => left.amount > right.amount)],
  ["greaterThanOrEqual", binary("decimal", "decimal", (left, right) => left.amount >= right.amount)],
  ["ip", unary("string", parseIp)],
  ["isIpv4", unary("ipaddr", ({ family }) => family === 4)],
  ["isIpv6", unary("ipaddr", ({ family }) => family === 6)],
  ["isLoopback", unary("ipaddr", isLoopback)],
  ["isMulticast", unary("ipaddr", isMulticast)],
  ["isInRange", binary("ipaddr", "ipaddr", isInRange)],
  ["datetime", unary("string", parseDatetime)],
  ["offset", binary("datetime", "duration", (at, by) => moment(datetimeValue, addLong(at.amount, by.amount)))],
  [
    "durationSince",
    binary("datetime", "datetime", (at, from) => moment(durationValue, subtractLong(at.amount, from.amount))),
  ],
  ["toDate", unary("datetime", (at) => moment(datetimeValue, startOfDay(at)))],
  ["toTime", unary("datetime", ({ amount }) => durationValue(moduloLong(amount, DAY_MS)))],
  ["duration", unary("string", parseDuration)],
  ["toMilliseconds", unary("duration", ({ amount }) => amount)],
  ["toSeconds", unary("duration", ({ amount }) => divideLong(amount, SECOND_MS))],
  ["toMinutes", unary("duration", ({ amount }) => divideLong(amount, MINUTE_MS))],
  ["toHours", unary("duration", ({ amount }) => divideLong(amount, HOUR_MS))],
  ["toDays", unary("duration", ({ amount }) => divideLong(amount, DAY_MS))],
]);

/** The function for that many arguments, or why there is none. */
export function extensionFunction(name: string, count: number): ExtensionFunction | Fault {
  const found = FUNCTIONS.get(name);
  if (found === undefined) return fault(`no function is called \`${name}\``);
  if (found.arity === count) return found;
  return fault(`\`${name}\` takes ${found.arity} arguments with its receiver, got ${count}`);
}

function unary<T extends keyof Arguments>(type: T, apply: (of: Arguments[T]) => Value | Fault): ExtensionFunction {
  return { arity: 1, apply: (value) => (isOf(type, value) ? apply(value) : typeFault(type, value)) };
}

function binary<T extends keyof Arguments, U extends keyof Arguments>(
  type: T,
  other: U,
  apply: (left: Arguments[T], right: Arguments[U]) => Value | Fault,
): ExtensionFunction {
  return {
    arity: 2,
    apply: (left, right) => {
      if (!isOf(type, left)) return typeFault(type, left);
      return isOf(other, right) ? apply(left, right) : typeFault(other, right);
    },
  };
}

function isOf<T extends keyof Arguments>(type: T, value: Value): value is Arguments[T] & Value {
  if (typeof value !== "object") return typeof value === type;
  return value.kind === "extension" && value.type === type;
}

function moment(make: (amount: Long) => AmountValue, amount: Long | null): AmountValue | Fault {
  return amount === null ? fault("a time outside the range of 64 bits") : make(amount);
}
