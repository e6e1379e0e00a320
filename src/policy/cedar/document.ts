/** The files of Cedar, read one by one: policies as text or JSON, template links; schemas and entities wait for each other. */

import type { Json } from "../../kernel/json.ts";
import { type Reading, report, startReading } from "../reading.ts";
import type { Source } from "../source.ts";
import { readCedarJson, readTemplateLinks } from "./json.ts";
import type { TemplateLink } from "./link.ts";
import { parseCedar } from "./parser.ts";
import type { CedarPolicy } from "./syntax.ts";

export interface CedarDocument {
  readonly kind: "policies" | "schema" | "entities";
  /** Static ones. */
  readonly policies: readonly CedarPolicy[];
  readonly templates: readonly CedarPolicy[];
  readonly links: readonly TemplateLink[];
}

export interface CedarReading {
  readonly reading: Reading;
  readonly cedar: CedarDocument;
}

/** The pointer that `report` finds the place of an offset by. */
export function offsetPointer(offset: number): string {
  return `/${offset}`;
}

/** A source whose pointers are offsets. */
export function textSource(name: string, text: string): Source {
  const place = (pointer: string): { key: number; value: number } => {
    const offset = Number(pointer.slice(1));
    return { key: offset, value: offset };
  };
  return { name, text, value: null, place };
}

export function readPolicyText(source: Source): CedarReading {
  const reading = startReading(source);
  const { policies, problems } = parseCedar(source.text);
  for (const { offset, code, message, help } of problems)
    report(reading, offsetPointer(offset), { code, message, ...(help === null ? {} : { help }) });
  return { reading, cedar: { kind: "policies", ...sorted(policies), links: [] } };
}

function sorted(policies: readonly CedarPolicy[]): Pick<CedarDocument, "policies" | "templates"> {
  return {
    policies: policies.filter(({ slots }) => slots.length === 0),
    templates: policies.filter(({ slots }) => slots.length > 0),
  };
}

export function readPolicyJson(source: Source): CedarReading {
  const { problems, ...set } = readCedarJson(source.value as Json);
  return { reading: reported(source, problems), cedar: { kind: "policies", ...set } };
}

export function readLinks(source: Source): CedarReading {
  const { problems, links } = readTemplateLinks(source.value as Json);
  return { reading: reported(source, problems), cedar: { kind: "policies", policies: [], templates: [], links } };
}

function reported(source: Source, problems: ReturnType<typeof readCedarJson>["problems"]): Reading {
  const reading = startReading(source);
  for (const { pointer, code, message, help } of problems)
    report(reading, pointer, { code, message, ...(help === null ? {} : { help }) });
  return reading;
}

export function waiting(kind: "schema" | "entities"): (source: Source) => CedarReading {
  const cedar: CedarDocument = { kind, policies: [], templates: [], links: [] };
  return (source) => ({ reading: startReading(source), cedar });
}
