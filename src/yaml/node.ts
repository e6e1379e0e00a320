/** The YAML parser, chosen by the `#yaml` import wherever Node runs: loaded when the first YAML policy is read. */

type Yaml = typeof import("yaml");

let loaded: Yaml | null = null;

/** Loading is as long as importing all of Writ, and few policies are YAML. */
export function yaml(): Yaml {
  loaded ??= process.getBuiltinModule("node:module").createRequire(import.meta.url)("yaml") as Yaml;
  return loaded;
}
