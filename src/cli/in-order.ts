/** Many questions at once, answers in order. */

/** Work in flight: enough for one fsync to serve many, little enough to stay small. */
const MOST_IN_FLIGHT = 256;
const MOST_BYTES_IN_FLIGHT = 8_388_608;

export interface Exchange<T> {
  readonly answer: (line: Uint8Array) => Promise<T>;
  readonly emit: (answer: T) => Promise<void>;
}

/** Answers each line and emits the answers in the order of the lines, each as soon as it can be. */
export async function inOrder<T>(lines: AsyncIterable<Uint8Array>, exchange: Exchange<T>): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let running = 0;
  let bytes = 0;
  for await (const line of lines) {
    last = emitAfter(last, exchange.answer(line), exchange);
    // A failure is thrown where `last` is awaited, at the latest when the window is full.
    last.catch(() => {});
    running += 1;
    bytes += line.length;
    if (running < MOST_IN_FLIGHT && bytes < MOST_BYTES_IN_FLIGHT) continue;
    await last;
    running = 0;
    bytes = 0;
  }
  await last;
}

async function emitAfter<T>(before: Promise<void>, answered: Promise<T>, { emit }: Exchange<T>): Promise<void> {
  const [answer] = await Promise.all([answered, before]);
  await emit(answer);
}
