/** Where policy tests are: files that are named, and the `*.test.toml` and `*.test.json` of directories. */

import { readdirSync, statSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { UsageError } from "../usage-error.ts";

const TEST_NAME = /^[^.].*\.test\.(?:toml|json)$/;

/** Where the policies of a directory may stand besides the directory itself. */
const BELOW: readonly string[] = ["", ".writ", ".radium"];

export interface TestSearch {
  /** Files and directories that were named. */
  readonly named: readonly string[];
  /** The policies that were named: tests stand beside them. */
  readonly policies: readonly string[];
  readonly cwd: string;
}

/** The paths of all test files, each once, relative to the working directory; throws UsageError when there are none. */
export function findTests({ named, policies, cwd }: TestSearch): readonly string[] {
  const beside = policies.map((path) => (isDirectory(resolve(cwd, path)) ? path : dirname(path)));
  const places = named.length > 0 ? named : beside.length > 0 ? beside : ["."];
  const found = places.flatMap((place) =>
    isDirectory(resolve(cwd, place)) ? testsOf(place, cwd) : [normalize(place)],
  );
  if (found.length === 0) throw noTests(places);
  return [...new Set(found)];
}

function testsOf(directory: string, cwd: string): readonly string[] {
  return BELOW.map((below) => join(directory, below)).flatMap((each) =>
    entriesOf(resolve(cwd, each))
      .filter((name) => TEST_NAME.test(name))
      .map((name) => join(each, name)),
  );
}

function entriesOf(directory: string): readonly string[] {
  return isDirectory(directory) ? readdirSync(directory).sort() : [];
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function noTests(places: readonly string[]): UsageError {
  const where = places.map((place) => `\`${place}\``).join(", ");
  return new UsageError(
    `no policy tests in ${where}: write a \`policy.test.toml\` beside the policy, with \`[[cases]]\` that have \`name\`, \`call\` and \`expect\``,
    "test",
  );
}
