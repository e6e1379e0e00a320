/** The YAML parser where there is no Node. */

import * as library from "yaml";

export function yaml(): typeof library {
  return library;
}
