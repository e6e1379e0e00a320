/** Documents that many languages are written in, JSON and YAML: recognised by their top-level keys. */

import { emptyDocument, type PolicyDocument, readDocument } from "./document.ts";
import { budgetsOf } from "./lower-sbo3l.ts";
import { report, startReading } from "./reading.ts";
import { looksLikeSbo3l, readSbo3l } from "./sbo3l/document.ts";
import type { Source } from "./source.ts";
import { isTable } from "./table.ts";

/**
 * An SBO3L document has `version` and `policy_id`; whatever has not is read as one of Writ's own. A key of the other
 * language is then unknown, so that what fits neither, or both, is an error.
 */
export function readRecognised(source: Source): PolicyDocument {
  if (looksLikeSbo3l(source.value)) return sbo3lDocument(source);
  return isTable(source.value) && Object.keys(source.value).length === 0 ? noDocument(source) : readDocument(source);
}

function sbo3lDocument(source: Source): PolicyDocument {
  const { reading, document } = readSbo3l(source);
  const empty = emptyDocument(reading);
  if (document === null) return empty;
  const lists = { ...empty.lists, register: document.register };
  return { ...empty, sbo3l: document, lists, budgets: budgetsOf(document, reading) };
}

function noDocument(source: Source): PolicyDocument {
  const reading = startReading(source);
  report(reading, "", { code: "policy.unknown_format", message: "an empty document is no policy" });
  return emptyDocument(reading);
}
