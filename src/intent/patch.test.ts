import { describe, expect, test } from "vitest";
import { patchedPaths } from "./patch.ts";

describe("a patch", () => {
  test.each([
    ["*** Begin Patch\n*** Update File: a/b c.ts\n@@\n-x\n+y\n*** End Patch", ["a/b c.ts"]],
    ["*** Add File: x\r\n*** Move to: y\r\n", ["x", "y"]],
    ["  *** Delete  File:x", ["x"]],
    ["*** Delete File: a/../x", ["a/../x"]],
    ["--- a/x\t2020-01-01\n+++ b/x\n@@ -1 +1 @@\n", ["x"]],
    ['--- "a/x y"\n+++ "b/x y"\n', ["x y"]],
    ["--- /dev/null\n+++ b/x\n", ["x"]],
    ["diff --git a/x b/y\nrename from x\nrename to y\n", ["x", "y"]],
    ["diff --git a/x b/x\ndeleted file mode 100644\n", ["x"]],
    ["Index: x\n", ["x"]],
    ["copy to x\n", ["x"]],
    ["*** x\t2020\n--- x\t2020\n***************\n*** 1,2 ****\n", ["x"]],
    ["+x\n-y\n z", []],
  ])("%j names %j", (patch, paths) => expect(patchedPaths(patch)).toEqual(paths));
});
