/** The table `[evaluation]`: what the computed attributes are computed from. */

import { DEFAULT_EVALUATION, type Evaluation } from "../kernel/evaluation.ts";
import { foldCase } from "../kernel/glob.ts";
import { listOf, readBoolean, readString } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { tableOf } from "./table.ts";

const readNames: Read<readonly string[]> = (value, pointer, reading) => {
  const names = listOf(readString)(value, pointer, reading);
  return names === undefined ? undefined : [...new Set(names.map((name) => foldCase(name.trim())))];
};

const readLifting: Read<boolean> = (value, pointer, reading) => {
  const lifts = readBoolean(value, pointer, reading);
  if (lifts === true)
    report(reading, pointer, {
      severity: "warning",
      code: "evaluation.sensitive_allowed",
      message: "what is sensitive needs no approval of a human",
      help: "remove it, and let a human approve; every decision that it lifts says so",
      on: "key",
    });
  return lifts;
};

export const readEvaluation: Read<Partial<Evaluation>> = tableOf<Evaluation>("evaluation", {
  allowlisted_tools: readNames,
  allowlisted_skills: readNames,
  allow_sensitive_tools: readLifting,
  sensitive_tool_names: readNames,
  sensitive_actions: readNames,
  sensitive_capability_names: readNames,
  tool_execute_principal_allowlist: readNames,
  tool_execute_channel_allowlist: readNames,
});

/** What is left out has its default. */
export function evaluationOf(stated: Partial<Evaluation>): Evaluation {
  return { ...DEFAULT_EVALUATION, ...stated };
}
