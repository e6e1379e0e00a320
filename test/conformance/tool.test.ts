import { describe, expect, it } from "vitest";
import { conforms, nameOf } from "./conform.ts";
import { type Vector, vectorFiles } from "./vector.ts";

const FILES = vectorFiles<readonly Vector[]>("tool");

for (const { file, vectors } of FILES) {
  describe(`vectors/tool/${file}`, () => {
    for (const vector of vectors) it(nameOf(vector), () => conforms(vector));
  });
}

/** Cases of the catalogue that need what is not built yet; vectors/README.md says what. */
const LATER: readonly number[] = [81, 82, 101, 102, 106];

describe("the catalogue", () => {
  const cases = new Set(FILES.flatMap(({ vectors }) => vectors.map((vector) => vector.case)));
  it.each(Array.from({ length: 107 }, (_, index) => index + 1).filter((number) => !LATER.includes(number)))(
    "case %i has a vector",
    (number) => expect(cases).toContain(number),
  );
});
