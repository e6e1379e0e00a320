/** The vectors of vectors/tool, vectors/cedar and vectors/seed, as vectors/README.md describes them. */

import { readdirSync, readFileSync } from "node:fs";
import type { Facts } from "../../src/kernel/facts.ts";

/** A policy in TOML, the name of one in vectors/tool/base, a file below vectors, or several files. */
export type PolicyText =
  | string
  | { readonly base: string }
  | { readonly file: string }
  | readonly { readonly name: string; readonly text: string }[];

export interface Expected {
  readonly decision?: "allow" | "deny" | "ask";
  /** In place of `decision`: this answer or a stricter one. */
  readonly at_least?: "ask";
  /** What loading must report, errors and warnings; a policy with an error permits nothing. */
  readonly diagnostics?: readonly string[];
  readonly within_ms?: number;
  readonly [field: string]: unknown;
}

export interface Vector {
  /** Its number in the catalogue; null for what the catalogue does not have. */
  readonly case?: number | null;
  readonly title: string;
  /** The section of the page that says so. */
  readonly source?: string;
  readonly policy: PolicyText;
  readonly call?: unknown;
  readonly calls?: readonly unknown[];
  /** JSON documents as they arrive. */
  readonly call_text?: string;
  /** Shell lines: each is the one argument of a call of `run_terminal_cmd`. */
  readonly lines?: readonly unknown[];
  /** Payment requests: each changes vectors/policy/sbo3l/payment.json as a merge patch (RFC 7396) does. */
  readonly payments?: readonly object[];
  /** What a link leads to: normalised path to path. */
  readonly links?: { readonly [path: string]: string };
  readonly at?: string;
  /** Facts besides the time. */
  readonly facts?: Facts;
  readonly expect: Expected;
  readonly why?: string;
}

/** One command line, in a directory that holds the policy. */
export interface CommandVector {
  readonly title: string;
  readonly source: string;
  readonly policy: PolicyText | null;
  /** As the page writes it. */
  readonly line: string;
  /** The words after `writ`. */
  readonly words: readonly string[];
  readonly stdin?: string;
  readonly expect: {
    readonly exit: number;
    /** Fields of the JSON on the standard output, of each line where there are several. */
    readonly json?: readonly object[];
    /** Texts on the standard output. */
    readonly out?: readonly string[];
    readonly err?: readonly string[];
  };
}

export const VECTORS: URL = new URL("../../vectors/", import.meta.url);

/** The JSON files of a folder of vectors, by name. */
export function vectorFiles<T>(folder: string): readonly { readonly file: string; readonly vectors: T }[] {
  const url = new URL(`${folder}/`, VECTORS);
  return readdirSync(url)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((file) => ({ file, vectors: JSON.parse(readFileSync(new URL(file, url), "utf8")) as T }));
}

/** The files a vector's policy stands for. */
export function policyFiles(policy: PolicyText): readonly { readonly name: string; readonly text: string }[] {
  if (typeof policy === "string") return [{ name: "policy.toml", text: policy }];
  if (!("base" in policy || "file" in policy)) return policy;
  const path = "base" in policy ? `tool/base/${policy.base}.toml` : policy.file;
  return [{ name: `policy${path.slice(path.lastIndexOf("."))}`, text: readFileSync(new URL(path, VECTORS), "utf8") }];
}

/** The calls of a vector, with long texts written out. */
export function callsOf({ call, calls, lines, payments = [] }: Vector): readonly unknown[] {
  const asked = payments.map((patch) => ({ kind: "aprp", request: patched(PAYMENT, patch) }));
  const shell = (lines ?? []).map((line) => ({ kind: "tool", tool: "run_terminal_cmd", args: [line] }));
  return [...(call === undefined ? [] : [call]), ...(calls ?? []), ...asked, ...shell].map(expand);
}

const PAYMENT: unknown = JSON.parse(readFileSync(new URL("policy/sbo3l/payment.json", VECTORS), "utf8"));

/** RFC 7396 §2, but a patch that gives another `type` gives the whole object. */
function patched(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const before = typeof target === "object" && target !== null && !("type" in patch) ? { ...target } : {};
  const after: Record<string, unknown> = before as Record<string, unknown>;
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete after[name];
    else after[name] = patched(after[name], value);
  }
  return after;
}

/** `{"repeat": "ab", "times": 3}` stands for `ababab`, `{"concat": [...]}` for its texts joined. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== "object" || value === null) return value;
  const { repeat, times, concat } = value as { readonly [name: string]: unknown };
  if (typeof repeat === "string" && typeof times === "number") return repeat.repeat(times);
  if (Array.isArray(concat)) return concat.map(expand).join("");
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, expand(each)]));
}
