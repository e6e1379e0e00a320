import { expect, test } from "vitest";
import { lines, MAX_LINE_BYTES } from "./ndjson.ts";

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const never = new AbortController().signal;

const read = async (input: AsyncIterable<Uint8Array>, stop: AbortSignal = never): Promise<string[]> => {
  const found: string[] = [];
  for await (const line of lines(input, stop)) found.push(new TextDecoder().decode(line));
  return found;
};

test.each([
  ["nothing has no lines", [], []],
  ["a last line needs no line feed", ["a\nb"], ["a", "b"]],
  ["a last line feed begins no line", ["a\nb\n"], ["a", "b"]],
  ["an empty line is a line", ["a\n\nb\n"], ["a", "", "b"]],
  ["a line may come in pieces", ["a", "b", "c\nd", "\n", "e"], ["abc", "d", "e"]],
  ["a character may come in pieces too", ["\u00e9\n"], ["é"]],
])("%s", async (_what, input, expected) => {
  expect(await read(chunks(...input))).toEqual(expected);
});

test("of a long line no more than its beginning is kept, and the next line is whole", async () => {
  const piece = "x".repeat(700_000);
  const found = await read(chunks(piece, piece, piece, piece, "\nnext\n"));
  expect(found.map(({ length }) => length)).toEqual([MAX_LINE_BYTES + 1, 4]);
});

test("a line of exactly the limit is whole", async () => {
  const found = await read(chunks("x".repeat(MAX_LINE_BYTES), "\n"));
  expect(found.map(({ length }) => length)).toEqual([MAX_LINE_BYTES]);
});

test("a line that was cut off by a stop is none", async () => {
  const stop = new AbortController();
  async function* cut(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("whole\nhal");
    stop.abort();
  }
  expect(await read(cut(), stop.signal)).toEqual(["whole"]);
});
