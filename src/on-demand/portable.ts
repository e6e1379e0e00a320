/** Large parts that many programs never need, where they cannot be loaded later and at once: all come with the rest. */

import * as yamlParser from "yaml";
import * as paymentRequests from "../intent/aprp-request.ts";
import * as shellGrammar from "../intent/shell/analyse.ts";
import * as explanations from "../kernel/explain.ts";
import * as typedValues from "../kernel/typed.ts";
import * as cedarLanguage from "../policy/cedar/language.ts";

export function yaml(): typeof yamlParser {
  return yamlParser;
}

export function cedar(): typeof cedarLanguage {
  return cedarLanguage;
}

export function typed(): typeof typedValues {
  return typedValues;
}

export function aprp(): typeof paymentRequests {
  return paymentRequests;
}

export function explainer(): typeof explanations {
  return explanations;
}

export function shell(): typeof shellGrammar {
  return shellGrammar;
}

/** All is there already. */
export function ready(): void {}
