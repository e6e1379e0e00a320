/** Which of many reservations expire first: a binary heap, so that a look costs nothing while nothing is due. */

export interface Expiries {
  add(decision: string, expiresAt: number): void;
  /** Takes out everything that is due. */
  due(now: number): readonly Expiry[];
  /** When the next one is due; infinity for never. */
  next(): number;
}

export interface Expiry {
  readonly decision: string;
  readonly expiresAt: number;
}

export function createExpiries(): Expiries {
  const heap: Expiry[] = [];

  function isBefore(a: number, b: number): boolean {
    return heap[a]!.expiresAt < heap[b]!.expiresAt;
  }

  function swap(a: number, b: number): void {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }

  function rise(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!isBefore(i, parent)) return;
      swap(i, parent);
      i = parent;
    }
  }

  function sink(): void {
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && isBefore(child, least)) least = child;
      if (least === i) return;
      swap(i, least);
      i = least;
    }
  }

  function take(): Expiry {
    swap(0, heap.length - 1);
    const first = heap.pop()!;
    sink();
    return first;
  }

  function next(): number {
    return heap[0]?.expiresAt ?? Number.POSITIVE_INFINITY;
  }

  return {
    add(decision, expiresAt) {
      heap.push({ decision, expiresAt });
      rise(heap.length - 1);
    },
    due(now) {
      const found: Expiry[] = [];
      while (next() <= now) found.push(take());
      return found;
    },
    next,
  };
}
