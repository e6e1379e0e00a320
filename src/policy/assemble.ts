/** Documents → snapshot. */

import { cedar as cedarLanguage } from "#on-demand";
import type { Mode, Tier } from "../kernel/effect.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { type Condition, type Policy, SEMANTICS, type Settings, type Snapshot, type Tool } from "../kernel/rule.ts";
import { snapshotHash } from "../kernel/snapshot-hash.ts";
import type { CedarDraft, CedarManifest } from "./cedar/resolve.ts";
import type { PolicyDocument } from "./document.ts";
import type { Draft } from "./draft.ts";
import { evaluationOf } from "./evaluation.ts";
import { lowerRule } from "./lower.ts";
import { lowerSbo3l } from "./lower-sbo3l.ts";
import { joinLists } from "./register.ts";
import { joinSettings } from "./setting.ts";

export interface Manifest {
  readonly documents: readonly PolicyDocument[];
  readonly ids: ReadonlyMap<Draft | CedarDraft, string>;
  readonly cedar: CedarManifest;
  /** Settings given outside of the files. */
  readonly settings: Partial<Settings>;
}

/** Lowers correct documents and hashes everything that decisions depend on. */
export function assemble(manifest: Manifest, sha256: Sha256): Snapshot {
  const { documents, settings, cedar } = manifest;
  const joined = joinSettings([...documents.map((document) => document.settings), settings]);
  const sources = documents.map(({ reading }) => ({ name: reading.source.name, text: reading.source.text }));
  return {
    semantics: SEMANTICS,
    hash: snapshotHash({ semantics: SEMANTICS, settings: joined, sources }, sha256),
    sources,
    policies: [
      ...documents.flatMap((document) => lowerDocument(document, manifest, joined)),
      ...apart(builtIns(documents)),
    ],
    mode: strictest(documents.map(({ mode }) => mode)),
    tools: toolTable(documents),
    classify: documents.flatMap(({ classify }) => classify),
    budgets: documents.flatMap(({ budgets }) => budgets.map(({ budget }) => budget)),
    evaluation: evaluationFor(documents),
    entities: cedar.entities,
    schema: cedar.schema,
    approvers: documents.flatMap(({ approvers }) => approvers.map(({ approver }) => approver)),
    settings: joined,
    ...joinLists(documents.map(({ lists }) => lists)),
  };
}

/**
 * The same policies as if they had been read from a capsule. Their texts no longer are slices of the files, which are
 * several times slower to compare and each keep a whole file in memory. Cedar text is read without slices.
 */
function apart(policies: readonly Policy[]): readonly Policy[] {
  const copied: Copied[] = JSON.parse(JSON.stringify(policies));
  const known = new Map<string, Map<string, Condition>>();
  for (const { rules } of copied) for (const { when } of rules) share(when, known);
  return copied;
}

type Copied = Policy & { readonly rules: readonly { readonly when: Condition[] }[] };

/** Thousands of rules name the same few tools, tenants and currencies: conditions that say the same become one. */
function share(when: Condition[], known: Map<string, Map<string, Condition>>): void {
  for (const [place, condition] of when.entries()) {
    if (condition.kind !== "equal") continue;
    const { field, value } = condition;
    const byValue = known.get(field) ?? new Map<string, Condition>();
    known.set(field, byValue);
    const before = byValue.get(value);
    if (before === undefined) byValue.set(value, condition);
    else when[place] = before;
  }
}

const TIERS: readonly Tier[] = ["admin", "user", "default"];

/** Each once, however many files include it. */
function builtIns(documents: readonly PolicyDocument[]): readonly Policy[] {
  return [...new Set(documents.flatMap(({ include }) => include))];
}

/** Built-in policies ask for computed attributes, so they imply the defaults. */
function evaluationFor(documents: readonly PolicyDocument[]): Snapshot["evaluation"] {
  const stated = documents.find(({ evaluation }) => evaluation !== null)?.evaluation ?? null;
  return stated === null && builtIns(documents).length === 0 ? null : evaluationOf(stated ?? {});
}

function lowerDocument(document: PolicyDocument, manifest: Manifest, settings: Settings): readonly Policy[] {
  const { sbo3l, reading } = document;
  if (sbo3l !== null) return [lowerSbo3l(sbo3l, reading.source.name)];
  const isCedarText = document.cedar !== null && reading.source.value === null;
  if (isCedarText) return lowerCedar(document, manifest, settings);
  return apart(document.cedar === null ? lowerRules(document, manifest) : lowerCedar(document, manifest, settings));
}

/** The policies of a file whose rules have no keys, and the built-in ones that it includes. */
export function loweredPolicies(document: PolicyDocument, manifest: Manifest): readonly Policy[] {
  const own = document.cedar === null ? [] : lowerCedar(document, manifest, joinSettings([manifest.settings]));
  return [...own, ...document.include];
}

function lowerCedar({ reading }: PolicyDocument, { ids, cedar }: Manifest, settings: Settings): readonly Policy[] {
  const drafts = cedar.drafts.get(reading) ?? [];
  if (drafts.length === 0) return [];
  const { lowerPolicy, nothingKnown } = cedarLanguage();
  const known = nothingKnown();
  const rules = drafts.map((draft) => lowerPolicy(draft, ids.get(draft) ?? "", known));
  return [
    {
      source: reading.source.name,
      about: "any",
      combine: "deny_overrides",
      governs: true,
      faults: settings.cedar_errors,
      rules,
    },
  ];
}

function lowerRules(document: PolicyDocument, { ids }: Manifest): readonly Policy[] {
  const enabled = document.rules.filter(({ fields }) => fields.enabled !== false);
  const ordered = TIERS.flatMap((tier) => enabled.filter(({ fields }) => (fields.priority ?? "user") === tier));
  return (["tool", "action"] as const).flatMap((about): readonly Policy[] => {
    const rules = ordered.filter((rule) => rule.about === about).map((rule) => lowerRule(rule, ids.get(rule) ?? ""));
    const combine = about === "tool" ? document.combine : "deny_overrides";
    return rules.length === 0 ? [] : [{ source: document.reading.source.name, about, combine, rules }];
  });
}

const STRICTEST_FIRST: readonly Mode[] = ["ask", "autoEdit", "yolo"];

/** The strictest of the modes; null when there is none. */
export function strictest(modes: readonly (Mode | null)[]): Mode | null {
  return STRICTEST_FIRST.find((mode) => modes.includes(mode)) ?? null;
}

/** Without a prototype: a tool may be called `__proto__` or `constructor`. */
function toolTable(documents: readonly PolicyDocument[]): Readonly<Record<string, Tool>> {
  const table: Record<string, Tool> = Object.create(null);
  for (const { tools } of documents) for (const [name, tool] of tools) table[name] = tool;
  return table;
}
