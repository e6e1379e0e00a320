import { describe, it } from "vitest";
import { conforms, nameOf } from "./conform.ts";
import { type Vector, vectorFiles } from "./vector.ts";

for (const { file, vectors } of vectorFiles<readonly Vector[]>("aprp")) {
  describe(`vectors/aprp/${file}`, () => {
    for (const vector of vectors) it(nameOf(vector), () => conforms(vector));
  });
}
