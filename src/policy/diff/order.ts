/** Which members of a list were moved. */

/** Of distinct numbers, as few as possible so that the others stand in ascending order: what is not in a longest rising run. */
export function moved(numbers: readonly number[]): ReadonlySet<number> {
  const kept = new Set(longestRising(numbers));
  return new Set(numbers.filter((number) => !kept.has(number)));
}

/** By patience sorting: the last card of each pile is the least end of a rising run of that length. */
function longestRising(numbers: readonly number[]): readonly number[] {
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    const pile = firstAbove(ends, number);
    before.set(number, ends[pile - 1]);
    ends[pile] = number;
  }
  const run: number[] = [];
  for (let at = ends.at(-1); at !== undefined; at = before.get(at)) run.push(at);
  return run;
}

function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
