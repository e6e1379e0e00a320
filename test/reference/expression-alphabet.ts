/** What generated expressions are made of, and the world that they speak of. */

import type { Expression, Uid } from "../../src/kernel/expression.ts";
import type { Json } from "../../src/kernel/json.ts";

export type ExtensionType = "decimal" | "ip" | "datetime" | "duration";

export const LONGS: readonly string[] = [
  ..."0|1|-1|2|7|10|-10|1000|86400000|-86400001|2147483648|3037000500|9007199254740991|9007199254740992".split("|"),
  ..."9007199254740993|-9007199254740991|-9007199254740992|9223372036854775807|9223372036854775806".split("|"),
  ..."-9223372036854775808|-9223372036854775807|-4611686018427387904".split("|"),
];

export const TEXTS: readonly string[] = [
  ..."a|b|ab|abc|aab|a*b|*|\\|é|e\u0301|😀|😀a|👨‍👩‍👧|\n|a\nb|\0|'|__proto__|constructor|x|level|team|1|-1".split("|"),
  ..."|true".split("|"),
  '"',
  `${"a".repeat(40)}b`,
  "ab".repeat(20),
];

export const PATTERN_PARTS: readonly string[] = [
  ..."a|b|ab|*|\\|é|😀|\n|\u200d|aa|".split("|"),
  '"',
  "a".repeat(17),
  "ab".repeat(9),
  `${"a".repeat(20)}b`,
];

export const NAMES: readonly string[] = [
  ..."a|b|n|inner|manager|__proto__|constructor|toString|a b|tags|ip|when".split("|"),
];

export const UIDS: readonly Uid[] = [
  { type: "User", id: "a" },
  { type: "User", id: "b" },
  { type: "User", id: "nobody" },
  { type: "User", id: "" },
  { type: "Group", id: "g" },
  { type: "Group", id: "h" },
  { type: "Group", id: "unknown" },
  { type: "My::Group", id: "g" },
  { type: "Action", id: "view" },
  { type: "Action", id: "read" },
];

const DECIMALS: readonly string[] = [
  ..."0.0|1.0|1.00|1.5|-1.5|-0.5|-0.0|00001.0|0.0001|1.2345|1.23456|1|.5|5.||-.5|922337203685477.5807".split("|"),
  ..."922337203685477.5808|-922337203685477.5808|-922337203685477.5809|+1.0| 1.0|1.0 |1e3|1.0e1|0x1.0|١.0".split("|"),
  ..."1.٠|99999999999999999999.0|--1.0|1.0\n|1.-5|1.0.0".split("|"),
  `${"0".repeat(40)}1.0`,
];

const IPS: readonly string[] = [
  ..."127.0.0.1|127.0.0.0/8|127.0.0.1/7|126.0.0.0/7|10.0.0.1|10.0.0.1/32|10.0.0.0/8|10.0.0.1/8|0.0.0.0/0".split("|"),
  ..."255.255.255.255|224.0.0.0/4|224.0.0.0/3|239.255.255.255|240.0.0.1|256.0.0.1|01.2.3.4|1.2.3|1.2.3.4.5".split("|"),
  ..."1.2.3.4/33|1.2.3.4/08|1.2.3.4/|1.2.3.4/-1|1.2.3.4/+1|1.2.3.4/0|/8||1.2.3.4 |1.2.3.4/8/8|0.0.0.0|::".split("|"),
  ..."::1|::1/128|::1/127|::/0|1::|1::/16|::2:1|1:2:3:4:5:6:7:8|1:2:3:4:5:6:7::|::2:3:4:5:6:7:8".split("|"),
  ..."1:2:3:4:5:6:7:8::|::1:2:3:4:5:6:7:8|1::2::3|:::|:|1:|:1|1:2:3:4:5:6:7|12345::|00001::|0001::|ff00::/8".split("|"),
  ..."ff00::/7|ff02::1|FF02::1|fe80::1%eth0|::ffff:1.2.3.4|::ffff:102:304|::1/129|::1/0128|g::".split("|"),
  ..."ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128|[::1]|1.2.3.4:80|1:2:3:4::5:6:7:8|1:2:3:4::6:7:8|::/00".split("|"),
  ..."::0:0".split("|"),
];

const DATETIMES: readonly string[] = [
  ..."1970-01-01|2024-02-29|2023-02-29|1900-02-29|2000-02-29|0000-01-01|0000-02-29|9999-12-31|2024-13-01".split("|"),
  ..."2024-00-01|2024-01-00|2024-04-31|2024-01-01T00:00:00Z|2024-01-01T23:59:59Z|2024-01-01T24:00:00Z".split("|"),
  ..."2024-1-1|2024-12-31T23:59:60Z|2024-01-01T00:60:00Z|2024-01-01T12:34:56.789Z|2024-01-01T12:34:56.78Z".split("|"),
  ..."2024-01-01T00:00:00|2024-01-01T12:34:56.7890Z|2024-01-01T12:34:56.Z|2024-01-01T00:00:00+0000".split("|"),
  ..."2024-01-01T00:00:00-0000|10000-01-01|2024-01-01T00:00:00+2359|2024-01-01T00:00:00-2359".split("|"),
  ..."2024-01-01T00:00:00+2400|2024-01-01T00:00:00+0060|-001-01-01|2024-01-01T00:00:00.123+0130".split("|"),
  ..."2024-01-01T00:00:00+01:30|2024-01-01T00:00:00+01|2024-01-01t00:00:00z|2024-01-01T".split("|"),
  ..."0000-01-01T00:00:00+2359|9999-12-31T23:59:59.999-2359|1969-12-31T23:59:59.999Z|2024-01-01 00:00:00Z|".split("|"),
  ..."2024-01-01Z".split("|"),
];

const DURATIONS: readonly string[] = [
  ..."0ms|1ms|-1ms|1s|1m|1h|1d|-1d|1d2h3m4s5ms|-1d2h3m4s5ms|24h|60s|1d5ms|1h1d|1ms1s|1s1s||-|1|ms|1w|1.5s".split("|"),
  ..."+1s| 1s|1s |--1s|1d-2h|00001s|-0ms|1D|1 s|٣s|1mms|1m5ms|9223372036854775807ms|9223372036854775808ms".split("|"),
  ..."-9223372036854775808ms|-9223372036854775809ms|106751991167d|106751991168d|-106751991168d".split("|"),
  ..."106751991167d7h12m55s807ms|106751991167d7h12m55s808ms|-106751991167d7h12m55s808ms".split("|"),
  ..."18446744073709551615ms|18446744073709551616ms|9223372036854775s807ms|99999999999999999999999d".split("|"),
  `${"0".repeat(30)}1s`,
];

/** Texts of extension types, of every sort: most are malformed. */
export const EXTENSION_TEXTS: Readonly<Record<ExtensionType, readonly string[]>> = {
  decimal: DECIMALS,
  ip: IPS,
  datetime: DATETIMES,
  duration: DURATIONS,
};

export const WELL_FORMED: Readonly<Record<ExtensionType, readonly string[]>> = {
  decimal: "0.0|1.0|1.00|1.5|-1.5|-0.5|0.0001|922337203685477.5807|-922337203685477.5808".split("|"),
  ip: "127.0.0.1|127.0.0.0/8|10.0.0.1|10.0.0.1/32|10.0.0.0/8|0.0.0.0/0|224.0.0.1|::|::1|::1/127|::/0|ff02::1/64".split(
    "|",
  ),
  datetime:
    "1970-01-01|1969-12-31T23:59:59.999Z|2024-02-29|2024-02-29T12:34:56.789+0130|0000-01-01|9999-12-31T23:59:59Z".split(
      "|",
    ),
  duration: "0ms|1ms|-1ms|1s|24h|1d|-1d|1d2h3m4s5ms|-90m|9223372036854775807ms|-9223372036854775808ms".split("|"),
};

/** One value of each sort at least, for tables of all pairs. */
export const SAMPLES: readonly Expression[] = [
  ...[true, false].map((value): Expression => ({ kind: "bool", value })),
  ...["", "a", "level", "1.0"].map((value): Expression => ({ kind: "string", value })),
  ...["0", "-1", "2", "9007199254740991", "9223372036854775807", "-9223372036854775808"].map(
    (value): Expression => ({ kind: "long", value }),
  ),
  ...UIDS.slice(0, 6).map((uid): Expression => ({ kind: "entity", ...uid })),
  { kind: "variable", name: "context" },
  { kind: "set", of: [] },
  { kind: "set", of: [{ kind: "long", value: "2" }] },
  { kind: "set", of: [{ kind: "entity", type: "Group", id: "h" }] },
  {
    kind: "set",
    of: [
      { kind: "entity", type: "Group", id: "h" },
      { kind: "long", value: "2" },
    ],
  },
  { kind: "set", of: [{ kind: "set", of: [] }, { kind: "record", of: [] }, extension("decimal", "1.5")] },
  { kind: "record", of: [] },
  { kind: "record", of: [["a", { kind: "record", of: [["b", { kind: "long", value: "2" }]] }]] },
  ...Object.entries(WELL_FORMED).flatMap(([type, texts]) => texts.map((text) => extension(type, text))),
];

/** Cedar JSON: the attributes and tags of the entities that exist, and the parents of each. */
export interface WorldEntity {
  readonly uid: Uid;
  readonly attrs: { readonly [name: string]: Json };
  readonly tags: { readonly [name: string]: Json };
  readonly parents: readonly Uid[];
}

export const WORLD: readonly WorldEntity[] = [
  {
    uid: { type: "User", id: "a" },
    attrs:
      plain(`{"a":1,"b":"a","n":-5,"manager":{"__entity":{"type":"User","id":"b"}},"__proto__":"x","a b":[1,"a",[1]],
      "inner":{"a":{"b":true},"n":[{"__entity":{"type":"Group","id":"g"}}]},"ip":{"__extn":{"fn":"ip","arg":"10.0.0.1"}}}`),
    tags: { level: "a", a: "b" },
    parents: [{ type: "Group", id: "g" }],
  },
  {
    uid: { type: "User", id: "b" },
    attrs: plain(`{"a":{"__extn":{"fn":"decimal","arg":"1.50"}},"manager":{"__entity":{"type":"User","id":"nobody"}},
      "n":[],"inner":{"a":1,"inner":{"a":false}},"when":{"__extn":{"fn":"datetime","arg":"2024-02-29"}}}`),
    tags: {},
    parents: [
      { type: "My::Group", id: "g" },
      { type: "Group", id: "unknown" },
    ],
  },
  { uid: { type: "Group", id: "g" }, attrs: {}, tags: {}, parents: [{ type: "Group", id: "h" }] },
  { uid: { type: "Group", id: "h" }, attrs: plain(`{"a":true,"constructor":1}`), tags: {}, parents: [] },
  { uid: { type: "My::Group", id: "g" }, attrs: {}, tags: { team: "a" }, parents: [{ type: "Group", id: "h" }] },
  { uid: { type: "Action", id: "view" }, attrs: {}, tags: {}, parents: [{ type: "Action", id: "read" }] },
  { uid: { type: "Action", id: "read" }, attrs: {}, tags: {}, parents: [] },
];

export const CONTEXTS: readonly { readonly [name: string]: Json }[] = [
  {},
  plain(`{"a":1,"b":"ab","n":9007199254740991,"__proto__":{"a":2},"constructor":[1,2,2],"a b":true,
    "inner":{"a":{"b":{"inner":1}},"manager":{"__entity":{"type":"User","id":"a"}}},
    "manager":{"__entity":{"type":"User","id":"a"}},"ip":{"__extn":{"fn":"ip","arg":"::1"}},
    "when":{"__extn":{"fn":"duration","arg":"1d"}},"tags":["a",1,{"a":1},{"__extn":{"fn":"decimal","arg":"1.0"}}]}`),
];

/** Read from text, so that `__proto__` is an own property. */
function plain(text: string): { readonly [name: string]: Json } {
  return JSON.parse(text);
}

function extension(name: string, value: string): Expression {
  return { kind: "call", name, of: [{ kind: "string", value }] };
}
