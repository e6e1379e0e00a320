import { expect, test } from "vitest";
import { lengthText, parseLength } from "./length.ts";

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["15min", 900_000],
  ["24h", 86_400_000],
  ["7d", 604_800_000],
  ["36525d", 36_525 * 86_400_000],
])("`%s` is %d milliseconds", (text, length) => {
  expect(parseLength(text)).toBe(length);
});

const REFUSED = [
  "",
  "0s",
  "-1s",
  "+1s",
  "1.5h",
  "01h",
  "1",
  "h",
  "1m",
  "1M",
  "1 h",
  "1H",
  "1w",
  "1y",
  "1h30min",
  "36526d",
];

test.each([...REFUSED, `${"9".repeat(16)}d`, "１h"])("`%s` is no length", (text) => {
  expect(parseLength(text)).toBeNull();
});

test.each(["500ms", "30s", "15min", "23h", "7d"])("`%s` is written as it is read", (text) => {
  expect(lengthText(parseLength(text) ?? 0)).toBe(text);
});
