/** Medians of batches: how long one call takes when it is repeated. */

const WARM_UP_MS = 250;
const BATCH_MS = 2;
const MEASURE_MS = 120;

/** The middle of a list of numbers; null of an empty one. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Nanoseconds of one `call(input)`, the inputs taken in turn: the median of batches of about 2 ms. */
export function timeSync(call, inputs) {
  const run = (count) => {
    let kept = 0;
    for (let i = 0, at = 0; i < count; i += 1) {
      if (call(inputs[at]) !== undefined) kept += 1;
      at = at + 1 === inputs.length ? 0 : at + 1;
    }
    return kept;
  };
  const count = batchSize(warmUpSync(run));
  const samples = [];
  const end = performance.now() + MEASURE_MS;
  do {
    const start = performance.now();
    run(count);
    samples.push((performance.now() - start) / count);
  } while (performance.now() < end);
  return median(samples) * 1e6;
}

/** The same for a call that answers with a promise. */
export async function timeAsync(call, inputs) {
  const run = async (count) => {
    for (let i = 0, at = 0; i < count; i += 1) {
      await call(inputs[at]);
      at = at + 1 === inputs.length ? 0 : at + 1;
    }
  };
  const count = batchSize(await warmUpAsync(run));
  const samples = [];
  const end = performance.now() + MEASURE_MS;
  do {
    const start = performance.now();
    await run(count);
    samples.push((performance.now() - start) / count);
  } while (performance.now() < end);
  return median(samples) * 1e6;
}

/** Milliseconds of one `call()` that is too long for batches: the median of at least five. */
export function timeWhole(call) {
  for (const end = performance.now() + WARM_UP_MS; performance.now() < end; ) call();
  const samples = [];
  for (const end = performance.now() + MEASURE_MS; performance.now() < end || samples.length < 5; ) {
    const start = performance.now();
    call();
    samples.push(performance.now() - start);
  }
  return median(samples);
}

/** Milliseconds of one call at the end of the warm-up. */
function warmUpSync(run) {
  const end = performance.now() + WARM_UP_MS;
  for (let count = 1; ; count = Math.min(count * 2, 4096)) {
    const start = performance.now();
    run(count);
    if (performance.now() >= end) return (performance.now() - start) / count;
  }
}

async function warmUpAsync(run) {
  const end = performance.now() + WARM_UP_MS;
  for (let count = 1; ; count = Math.min(count * 2, 4096)) {
    const start = performance.now();
    await run(count);
    if (performance.now() >= end) return (performance.now() - start) / count;
  }
}

function batchSize(eachMs) {
  return Math.max(1, Math.round(BATCH_MS / eachMs));
}
