/** Large parts that many programs never need, where they cannot be loaded later and at once: all come with the rest. */

import * as yamlParser from "yaml";
import * as shellGrammar from "../intent/shell/analyse.ts";
import * as cedarLanguage from "../policy/cedar/language.ts";

export function yaml(): typeof yamlParser {
  return yamlParser;
}

export function cedar(): typeof cedarLanguage {
  return cedarLanguage;
}

export function shell(): typeof shellGrammar {
  return shellGrammar;
}
