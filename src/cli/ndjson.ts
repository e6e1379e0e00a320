/** Lines of a byte stream, without ever holding more than one of them. */

const LINE_FEED = 0x0a;

/** Published limit of a call. */
export const MAX_LINE_BYTES = 1_048_576;

/**
 * The lines of the stream, without their line feeds; a last line needs none, an empty one counts.
 *
 * A line that `stop` cut off is none. Of a line above the limit only the first `MAX_LINE_BYTES + 1` bytes are kept: enough to see that it is too long.
 */
export async function* lines(chunks: AsyncIterable<Uint8Array>, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let begun = false;
  const hold = (piece: Uint8Array): void => {
    const kept = piece.subarray(0, MAX_LINE_BYTES + 1 - heldBytes);
    if (kept.length > 0) held.push(kept);
    heldBytes += kept.length;
    begun = true;
  };
  const release = (): Uint8Array => {
    const line = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    begun = false;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      hold(chunk.subarray(from, end));
      yield release();
      from = end + 1;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  if (begun && !stop.aborted) yield release();
}
