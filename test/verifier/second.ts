/**
 * A second verifier, written from docs/spec/capsule.md and the pages it names and from nothing in src/: naive on purpose.
 * Numbers in comments are the rules'. How calls are normalised, sources lowered and requests decided is handed in.
 */

import { read, type Tree, write } from "./second-json.ts";
import { type Head, headOf, isSigned, type Key, keyOf, rootBy, rootsBy, sha256 } from "./second-note.ts";

export interface Replay {
  /** Null: the ledger does not keep the call. */
  readonly normalise: (body: Tree, snapshot: Tree | null) => unknown;
  readonly load: (snapshot: Tree) => unknown;
  readonly decide: (capsule: Tree, at: string | null) => unknown;
}

/** By check: `passed`, or the code. */
export type Verdicts = Readonly<Record<string, string>>;

interface Trust {
  readonly key: Key;
  readonly first: number;
  readonly last: number;
  readonly witnesses: readonly Key[];
  readonly quorum: number;
}

interface Case {
  readonly capsule: Tree;
  readonly entry: Tree | null;
  readonly head: Head | null;
  readonly trust: Trust;
  readonly replay: Replay;
}

type Check = (given: Case) => string | null;

const HEX = /^[0-9a-f]{64}$/;
const CHECKS: readonly (readonly [string, Check])[] = [
  ["entry", entry],
  ["redaction", redaction],
  ["call", call],
  ["request", ({ capsule }) => (capsule["request_hash"] === marked(write(capsule["request"])) ? null : "request.hash")],
  ["snapshot", ({ capsule }) => snapshot(capsule["snapshot"] as Tree | null)],
  ["rules", rules],
  ["decision", decision],
  ["inclusion", inclusion],
  ["checkpoint", ({ capsule, trust }) => signed(capsule["checkpoint"] as string, trust)],
  ["range", ({ head, trust }) => (head === null ? "skipped.unread" : range(head, trust))],
  ["witnesses", witnesses],
  ["execution", execution],
  ["later", later],
];

/** The verdict of each check. */
export function secondVerdicts(capsule: string | Uint8Array, trustText: string, replay: Replay): Verdicts {
  const trust = attempt(() => trustOf(JSON.parse(trustText)), "trust.malformed");
  const form = attempt(() => formOf(typeof capsule === "string" ? capsule : textOf(capsule)), "capsule.malformed");
  const verdicts: Record<string, string> = {
    trust: typeof trust === "string" ? trust : "passed",
    schema: typeof form === "string" ? form : "passed",
  };
  if (typeof trust === "string" || typeof form === "string") {
    for (const [name] of CHECKS) verdicts[name] = "skipped.unread";
    return verdicts;
  }
  const given = {
    capsule: form,
    entry: entryOf((form["entry"] as Tree)["text"]),
    head: headOf(form["checkpoint"] as string),
    trust,
    replay,
  };
  for (const [name, check] of CHECKS) verdicts[name] = attempt(() => check(given) ?? "passed", "capsule.field_invalid");
  return verdicts;
}

function attempt<T>(work: () => T, code: string): T | string {
  try {
    return work();
  } catch {
    return code;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

interface TrustText {
  readonly origin: string;
  readonly key: string;
  readonly first: number;
  readonly last: number | null;
  readonly witnesses: readonly { readonly key: string }[];
  readonly quorum: number;
}

/** 1, 2 */
function trustOf({ origin, key, first, last, witnesses, quorum }: TrustText): Trust {
  const own = keyOf(key, 1);
  const others = witnesses.map((each) => keyOf(each.key, 4));
  if (own.name !== origin || quorum > others.length) throw new Error();
  return { key: own, first, last: last ?? Number.MAX_SAFE_INTEGER, witnesses: others, quorum };
}

/** 3, 4 */
function formOf(text: string): Tree | string {
  const version = attempt(() => JSON.parse(text).schema, "");
  if (typeof version === "string" && version !== "" && version !== "writ.capsule.v1") return "capsule.version";
  if (!text.endsWith("\n")) return "capsule.not_canonical";
  const capsule = read(text.slice(0, -1)) as Tree;
  const names = "call checkpoint decision entry execution facts later openings request request_hash schema snapshot";
  const { call, checkpoint, entry, execution, later, openings, request_hash, snapshot } = capsule;
  const hasForm =
    names === Object.keys(capsule).join(" ") &&
    capsule["schema"] === "writ.capsule.v1" &&
    (call === null || typeof call === "string") &&
    typeof checkpoint === "string" &&
    isProven(entry) &&
    Array.isArray(execution) &&
    execution.every(isProven) &&
    (later === null ||
      (members(later) === "checkpoint proof" &&
        typeof (later as Tree)["checkpoint"] === "string" &&
        isPath((later as Tree)["proof"]))) &&
    Array.isArray(openings) &&
    openings.every(isOpening) &&
    [capsule["decision"], capsule["facts"], capsule["request"]].every(isObject) &&
    isMarked(request_hash) &&
    (snapshot === null || isSnapshot(snapshot));
  return hasForm ? capsule : "capsule.field_invalid";
}

function isObject(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function members(value: unknown): string {
  return isObject(value) ? Object.keys(value).join(" ") : "";
}

function isMarked(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("0x") && HEX.test(value.slice(2));
}

function isPath(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && HEX.test(each));
}

function isProven(value: unknown): boolean {
  if (members(value) !== "hash proof text") return false;
  const { hash, proof, text } = value as Tree;
  return typeof text === "string" && isPath([hash]) && isPath(proof);
}

function isOpening(value: unknown): boolean {
  if (members(value) !== "pointer salt value") return false;
  const { pointer, salt, value: text } = value as Tree;
  return typeof pointer === "string" && isPath([salt]) && typeof text === "string";
}

function isSnapshot(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { hash, semantics, settings, sources } = value;
  const isSource = (each: unknown): boolean =>
    members(each) === "name text" && Object.values(each as Tree).every((text) => typeof text === "string");
  return (
    isMarked(hash) &&
    typeof semantics === "string" &&
    isObject(settings) &&
    Array.isArray(sources) &&
    sources.every(isSource)
  );
}

const KINDS = "genesis policy policy_refused decision refusal claim outcome release freeze statement event_refused";

/** docs/spec/ledger.md 1 to 3 */
function entryOf(text: unknown): Tree | null {
  try {
    const entry = read(text as string) as Tree;
    const { at, kind, prev, seq, v } = entry;
    const isTime =
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(at)) && new Date(String(at)).toISOString() === at;
    const isPlace = HEX.test(String(prev)) && Number.isSafeInteger(seq) && (seq as number) >= 0 && v === 1;
    return members(entry) === "at body kind prev seq v" &&
      isTime &&
      isPlace &&
      KINDS.split(" ").includes(kind as string)
      ? entry
      : null;
  } catch {
    return null;
  }
}

/** 8 */
function entry({ capsule, entry: found }: Case): string | null {
  if (found === null) return "entry.malformed";
  const { body, kind, at, seq } = found as unknown as { body: unknown; kind: string; at: string; seq: number };
  if (kind !== ((capsule["request"] as Tree)["kind"] === "invalid" ? "refusal" : "decision")) return "entry.kind";
  const known =
    /^(call|decision|facts|request_hash|call_base64|call_bytes|call_sha256|links|redacted|reservation|shown|uses)$/;
  const isBody =
    isObject(body) &&
    (body["call"] === null || typeof body["call"] === "string") &&
    isObject(body["decision"]) &&
    isObject(body["facts"]) &&
    isMarked(body["request_hash"]) &&
    Object.keys(body).every((name) => known.test(name));
  if (!isBody) return "entry.field";
  const { text, hash } = capsule["entry"] as Tree;
  if (leafOf(text).toString("hex") !== hash) return "entry.hash";
  if (body["call"] !== capsule["call"]) return "entry.call";
  if (write(body["decision"]) !== write(capsule["decision"])) return "entry.decision";
  const { basis } = body["facts"] as { basis?: Tree };
  const isHere = (body["facts"] as Tree)["at"] === at && typeof basis?.["seq"] === "number" && basis["seq"] <= seq;
  if (write(body["facts"]) !== write(capsule["facts"]) || !isHere) return "entry.facts";
  if (body["request_hash"] !== capsule["request_hash"]) return "entry.request_hash";
  const snapshotHash = (capsule["snapshot"] as Tree | null)?.["hash"] ?? `0x${"0".repeat(64)}`;
  return (capsule["decision"] as Tree)["policy_snapshot_hash"] === snapshotHash ? null : "entry.snapshot";
}

function leafOf(text: unknown): Buffer {
  return sha256("\0", text as string);
}

function marked(text: string): string {
  return `0x${sha256(text).toString("hex")}`;
}

interface Opening {
  readonly pointer: string;
  readonly salt: string;
  readonly value: string;
}

/** 9 */
function redaction({ capsule, entry: found }: Case): string | null {
  const body = found?.["body"];
  if (!isObject(body) || entryBodyIsOther(body)) return "skipped.unread";
  const settings = (capsule["snapshot"] as Tree | null)?.["settings"] as { redact?: string[] } | undefined;
  const named = settings?.redact ?? [];
  const shown = named.length > 0 && body["call"] !== null ? JSON.parse(body["call"] as string) : null;
  const fields = named.filter((pointer) => at(shown, pointer) !== undefined);
  const said = body["redacted"];
  if (fields.length === 0 ? said !== undefined : said === undefined || write(said) !== write(fields))
    return "redaction.fields";
  if (!fields.every((pointer) => /^redacted:[0-9a-f]{64}$/.test(String(at(shown, pointer))))) return "redaction.fields";
  const openings = capsule["openings"] as unknown as Opening[];
  const isFit = ({ pointer, salt, value }: Opening, i: number): boolean => {
    const committed = sha256(write(["writ/redaction/v1", pointer, salt, value])).toString("hex");
    const isNext = i === 0 || (openings[i - 1] as Opening).pointer < pointer;
    return isNext && fields.includes(pointer) && at(shown, pointer) === `redacted:${committed}`;
  };
  if (!openings.every(isFit)) return "redaction.opening";
  return openings.length < fields.length ? "skipped.redacted" : null;
}

/** RFC 6901 */
function keysOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function at(document: unknown, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>((found, key) => {
    const isThere = Array.isArray(found) ? /^(0|[1-9]\d*)$/.test(key) : isObject(found) && Object.hasOwn(found, key);
    return isThere ? (found as Tree)[key] : undefined;
  }, document);
}

/** The call with what was left out. */
function reopened(shown: string, openings: readonly Opening[]): string {
  const document = read(shown);
  for (const { pointer, value } of openings) {
    const keys = keysOf(pointer);
    const last = keys.pop() as string;
    const place = keys.reduce<unknown>((found, key) => (found as Tree)[key], document) as Record<string, unknown>;
    place[last] = read(value);
  }
  return write(document);
}

/** redaction.md 5 */
function withheld(decided: unknown): unknown {
  const { deny_detail, errors } = decided as { deny_detail: string | null; errors: object[] };
  const text = "withheld: fields of the call are redacted";
  return {
    ...(decided as object),
    near_misses: [],
    deny_detail: deny_detail === null ? null : text,
    errors: errors.map((each) => ({ ...each, text })),
  };
}

/** 10 */
function call({ capsule, entry: found, replay }: Case): string | null {
  const body = found?.["body"];
  if (!isObject(body) || entryBodyIsOther(body)) return "skipped.unread";
  const request = attempt(() => replay.normalise(body, capsule["snapshot"] as Tree | null), "call.failed");
  if (request === "call.failed") return request;
  if (request === null) return "skipped.call_not_kept";
  return write(request) === write(capsule["request"]) ? null : "call.other_request";
}

function entryBodyIsOther(body: Tree): boolean {
  const isCall = body["call"] === null || typeof body["call"] === "string";
  return !isCall || !isObject(body["decision"]) || !isObject(body["facts"]) || !isMarked(body["request_hash"]);
}

/** 12 and docs/spec/policy.md 24 */
function snapshot(found: Tree | null): string | null {
  if (found === null) return null;
  const { semantics, settings, hash } = found;
  if (semantics !== "writ/1") return "snapshot.semantics";
  const sources = (found["sources"] as unknown as { name: string; text: string }[]).map(({ name, text }) => ({
    name,
    sha256: sha256(text).toString("hex"),
  }));
  return hash === marked(write({ semantics, settings, sources })) ? null : "snapshot.hash";
}

/** 13 */
function rules({ capsule, replay }: Case): string | null {
  const found = capsule["snapshot"] as Tree | null;
  if (found === null) return null;
  const lowered = attempt(() => replay.load(found), "rules.failed");
  if (lowered === "rules.failed") return lowered;
  return write(lowered) === write(found) ? null : "rules.other";
}

/** 14 */
function decision(given: Case): string | null {
  const { capsule, entry: found, replay } = given;
  const body = found?.["body"];
  const isRedacted = isObject(body) && !entryBodyIsOther(body) && body["redacted"] !== undefined;
  const closed = isRedacted ? redaction(given) : null;
  if (closed !== null) return closed.startsWith("skipped.") ? closed : "skipped.unread";
  const openings = capsule["openings"] as unknown as Opening[];
  const brought = attempt(() => JSON.parse(capsule["call"] as string).at, "");
  const own = typeof brought === "string" && brought !== "" ? brought : null;
  const again = attempt(() => {
    if (!isRedacted) return write(replay.decide(capsule, own));
    const whole = { ...(body as Tree), call: reopened((body as Tree)["call"] as string, openings) } as Tree;
    const request = replay.normalise(whole, capsule["snapshot"] as Tree | null);
    return write(withheld(replay.decide({ ...capsule, request } as Tree, own)));
  }, "decision.failed");
  if (again === "decision.failed") return again;
  return again === write(capsule["decision"]) ? null : "decision.other";
}

/** 15 */
function inclusion({ capsule, entry: found, head }: Case): string | null {
  if (found === null || head === null) return "skipped.unread";
  return isIn(capsule["entry"] as Tree, found, head) ? null : "inclusion.invalid";
}

function isIn({ text, proof }: Tree, { seq }: Tree, { size, root }: Head): boolean {
  return (
    size > 0 &&
    rootBy(leafOf(text), { index: seq as number, size }, proof as unknown as string[])?.equals(root) === true
  );
}

/** 16 */
function signed(note: string, { key, witnesses: others }: Trust): string | null {
  const head = headOf(note);
  if (head === null) return "checkpoint.malformed";
  if (head.origin !== key.name) return "checkpoint.origin";
  const known = [key, ...others];
  const signers = head.signatures.map(({ name, id }) => known.find((each) => each.name === name && each.id === id));
  if (!signers.includes(key)) return "checkpoint.unsigned";
  if (signers.includes(undefined)) return "checkpoint.signer";
  if (new Set(signers).size < signers.length) return "checkpoint.repeated";
  const holds = head.signatures.every((signature, i) => isSigned(head.text, signature, signers[i] as Key));
  return holds ? null : "checkpoint.signature";
}

/** 17 */
function range({ size }: Head, { first, last }: Trust): string | null {
  return first <= size && size <= last ? null : "range.outside";
}

/** 18 */
function witnesses({ head, trust }: Case): string | null {
  const names = head?.signatures.map(({ name, id }) => `${name} ${id}`) ?? [];
  const count = trust.witnesses.filter(({ name, id }) => names.includes(`${name} ${id}`)).length;
  return count >= trust.quorum ? null : "witness.quorum";
}

/** 19 */
function execution({ capsule, entry: found, head }: Case): string | null {
  const told = capsule["execution"] as unknown as Tree[];
  if (told.length === 0) return null;
  const answer = (capsule["decision"] as Tree)["decision"];
  if (answer !== "allow") return answer === "ask" ? "execution.of_ask" : "execution.of_deny";
  if (found === null) return "skipped.unread";
  let before = found["seq"] as number;
  for (const [i, each] of told.entries()) {
    const one = entryOf(each["text"]);
    if (one === null) return "execution.malformed";
    if (!(i === 0 ? ["claim"] : ["outcome", "release"]).includes(one["kind"] as string)) return "execution.claim";
    if ((one["seq"] as number) <= before) return "execution.order";
    if ((one["body"] as Tree | null)?.["decision"] !== `d-${found["seq"]}`) return "execution.other";
    if (leafOf(each["text"]).toString("hex") !== each["hash"]) return "execution.hash";
    if (head === null) return "skipped.unread";
    if (!isIn(each, one, head)) return "execution.inclusion";
    before = one["seq"] as number;
  }
  return null;
}

/** 20 */
function later({ capsule, head, trust }: Case): string | null {
  const found = capsule["later"] as Tree | null;
  if (found === null) return null;
  if (head === null) return "skipped.unread";
  const wrong = signed(found["checkpoint"] as string, trust);
  const newer = headOf(found["checkpoint"] as string);
  if (wrong !== null || newer === null) return wrong;
  if (range(newer, trust) !== null) return "range.outside";
  if (head.size > newer.size || head.size === 0) return "later.inconsistent";
  const place = { older: head.size, newer: newer.size, whole: true };
  const roots = rootsBy(place, head.root, found["proof"] as unknown as string[]);
  return roots?.[0].equals(head.root) && roots[1].equals(newer.root) ? null : "later.inconsistent";
}
