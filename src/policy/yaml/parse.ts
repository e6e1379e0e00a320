/** YAML text → source. */

import type { DocumentOptions, ParsedNode, ParseOptions, SchemaOptions, YAMLError } from "yaml";
import { yaml } from "#on-demand";
import { quoted } from "../../kernel/json-error.ts";
import { type Refusal, refusedAt } from "../refusal.ts";
import { type Place, type PolicyFile, pointerName, type Source } from "../source.ts";
import { scanYaml } from "./scan.ts";

// A number of ten million digits takes seconds to read.
const LONG_NUMBER = /(?<![^\s,:[{-])[+-]?\d[\d.]{1000}/;

/**
 * Parses one YAML 1.2 document of the core schema into what JSON could say; anchors, aliases, tags, directives,
 * duplicate keys, keys that are no strings and excessive depth are refused. Integers are bigint.
 */
export function parseYaml({ name, text }: PolicyFile): Source | Refusal {
  const long = LONG_NUMBER.exec(text);
  if (long !== null)
    return refusedAt(text, long.index, { code: "policy.too_large", message: "a number of over 1000 digits" });
  const refusal = scanYaml(text);
  if (refusal !== null) return refusal;
  const { contents, errors, warnings } = yaml().parseDocument(text, OPTIONS);
  const [error] = [...errors, ...warnings];
  if (error !== undefined) return syntaxError(text, error);
  const walk: Walk = { text, places: new Map(), refusal: null };
  const value = contents === null ? null : readNode(walk, contents as ParsedNode, { pointer: "", depth: 0 });
  return walk.refusal ?? { name, text, value, place: (pointer) => walk.places.get(pointer) };
}

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  stringKeys: true,
  // Duplicates are found below: the parser compares each key with each.
  uniqueKeys: false,
  intAsBigInt: true,
  prettyErrors: false,
};

function syntaxError(text: string, { message, pos }: YAMLError): Refusal {
  const [line = ""] = message.split("\n", 1);
  return refusedAt(text, pos[0], { code: "yaml.syntax", message: line.charAt(0).toLowerCase() + line.slice(1) });
}

const MAX_DEPTH = 64;

interface Walk {
  readonly text: string;
  readonly places: Map<string, Place>;
  /** The first one. */
  refusal: Refusal | null;
}

interface Spot {
  readonly pointer: string;
  readonly depth: number;
}

function readNode(walk: Walk, node: ParsedNode | null, spot: Spot): unknown {
  if (node === null) return null;
  if (yaml().isScalar(node)) return readScalar(walk, node.value, node.range[0]);
  if (spot.depth === MAX_DEPTH)
    return refuse(walk, node.range[0], "yaml.depth", `nested deeper than ${MAX_DEPTH} levels`);
  if (yaml().isSeq(node))
    return node.items.map((item, index) => itemOf(walk, item as ParsedNode, below(spot, `${index}`)));
  if (yaml().isMap(node)) return Object.fromEntries(node.items.map((pair) => memberOf(walk, pair as ParsedPair, spot)));
  // INVARIANT: there are no aliases; the scan refused them.
  return null;
}

/** An escape can write half a surrogate pair, which no hash can cover. */
function readScalar(walk: Walk, value: unknown, at: number): unknown {
  if (typeof value !== "string" || value.isWellFormed()) return value;
  return refuse(walk, at, "policy.not_unicode", "half a surrogate pair");
}

function below({ pointer, depth }: Spot, name: string): Spot {
  return { pointer: `${pointer}/${pointerName(name)}`, depth: depth + 1 };
}

function itemOf(walk: Walk, item: ParsedNode, spot: Spot): unknown {
  const at = item.range[0];
  walk.places.set(spot.pointer, { key: at, value: at });
  return readNode(walk, item, spot);
}

interface ParsedPair {
  readonly key: ParsedNode;
  readonly value: ParsedNode | null;
}

function memberOf(walk: Walk, { key, value }: ParsedPair, parent: Spot): readonly [string, unknown] {
  const name = yaml().isScalar(key) ? String(key.value) : "";
  const spot = below(parent, name);
  const at = key.range[0];
  if (walk.places.has(spot.pointer)) refuse(walk, at, "yaml.duplicate_key", `duplicate key ${quoted(name)}`);
  walk.places.set(spot.pointer, { key: at, value: value?.range[0] ?? at });
  return [name, readNode(walk, value, spot)];
}

function refuse(walk: Walk, at: number, code: string, message: string): null {
  walk.refusal ??= refusedAt(walk.text, at, { code, message });
  return null;
}
