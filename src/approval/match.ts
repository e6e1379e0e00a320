/** Shares persons out among the parts of a requirement, each to one part at most, so that as few as can be are missing. */

/**
 * How many persons each part gets in a largest matching; `fits[part][person]`, at most `wanted[part]` each. By
 * augmenting paths (Kuhn's algorithm), so that a person moves to another part where that lets one more serve.
 */
export function matchedCounts(fits: readonly (readonly boolean[])[], wanted: readonly number[]): readonly number[] {
  const servedBy: number[][] = wanted.map(() => []);

  /** Finds a part for the person, if need be by finding others for those who serve there. */
  function place(person: number, tried: Set<number>): boolean {
    for (const [part, serving] of servedBy.entries()) {
      if (fits[part]?.[person] !== true || tried.has(part)) continue;
      tried.add(part);
      if (serving.length < wanted[part]!) {
        serving.push(person);
        return true;
      }
      const moved = serving.findIndex((other) => place(other, tried));
      if (moved < 0) continue;
      serving[moved] = person;
      return true;
    }
    return false;
  }

  const persons = fits[0]?.length ?? 0;
  for (let person = 0; person < persons; person++) place(person, new Set());
  return servedBy.map(({ length }) => length);
}
