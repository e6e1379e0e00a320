import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (line: Uint8Array): string => new TextDecoder().decode(line);

async function* numbers(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield bytes(String(i));
}

test("answers come in the order of the lines, whichever is ready first", async () => {
  const seen: string[] = [];
  await inOrder(numbers(1000), {
    answer: async (line) => {
      for (let turns = Number(textOf(line)) % 7; turns > 0; turns--) await Promise.resolve();
      return textOf(line);
    },
    emit: async (answer) => void seen.push(answer),
  });
  expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
});

test("an answer is emitted before the next line comes", async () => {
  let release: () => void = () => {};
  async function* dialogue(): AsyncGenerator<Uint8Array> {
    yield bytes("first");
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    yield bytes("second");
  }
  const seen: string[] = [];
  await inOrder(dialogue(), {
    answer: async (line) => textOf(line),
    emit: async (answer) => {
      seen.push(answer);
      release();
    },
  });
  expect(seen).toEqual(["first", "second"]);
});

test("no more than a window of lines is in flight", async () => {
  let running = 0;
  let most = 0;
  await inOrder(numbers(2000), {
    answer: async (line) => {
      most = Math.max(most, ++running);
      return textOf(line);
    },
    emit: async () => {
      running -= 1;
    },
  });
  expect(most).toBeLessThanOrEqual(256);
});

test("a failure is thrown", async () => {
  const failing = inOrder(numbers(3), {
    answer: async () => "",
    emit: () => Promise.reject(new Error("full")),
  });
  await expect(failing).rejects.toThrow("full");
});
