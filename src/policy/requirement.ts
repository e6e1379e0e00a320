/** Who has to approve, as rules say it. */

import { quoted } from "../kernel/json-error.ts";
import { parseRequirement } from "../kernel/requirement-parse.ts";
import { readString, skipTo } from "./reader.ts";
import { type Finding, type Read, report } from "./reading.ts";

/** Reads `2 of finance`; gives the text as it is written. */
export const readRequirement: Read<string> = (value, pointer, reading) => {
  const text = readString(value, pointer, reading);
  const finding = text === undefined ? null : requirementFinding(text);
  if (text === undefined || finding === null) return text;
  return report(reading, pointer, { ...finding, skip: skipTo(text, finding.skip, { reading, pointer }) });
};

/** What is wrong with the text of a requirement, and how far into it; null for a sound one. */
export function requirementFinding(text: string): (Finding & { readonly skip: number }) | null {
  const parsed = parseRequirement(text);
  if (parsed.ok) return null;
  const { message, help, offset } = parsed;
  return { code: "value.requirement", message: `${quoted(text)} is no requirement: ${message}`, help, skip: offset };
}
