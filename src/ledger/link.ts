/** The outside of an entry, read off its text: parsing the body would cost more than hashing it. */

import { ENTRY_KINDS, type EntryKind } from "./entry.ts";

/** How an entry ends: by what it is linked to the one before it. */
export interface Link {
  readonly prev: string;
  readonly seq: number;
  /** Of this end of the text, in UTF-16 units. */
  readonly length: number;
}

const LINK = /,"prev":"([0-9a-f]{64})","seq":(0|[1-9]\d{0,15}),"v":1}$/;

/** Longer than any link. */
const LINK_LENGTH = 128;

const KINDS: readonly string[] = ENTRY_KINDS.map((kind) => `,"kind":"${kind}"`);

const AT = '{"at":"';
const AT_END: number = AT.length + 24;
const BODY = '","body":';
const BODY_AT: number = AT_END + BODY.length;

/** The end of the text of entry `seq` after the one with hash `prev`. */
export function linkText(prev: string, seq: number): string {
  return `,"prev":"${prev}","seq":${seq},"v":1}`;
}

/** The link of a text, or null when it does not end as an entry does. */
export function readLink(text: string): Link | null {
  const [link = "", prev, seq] = LINK.exec(text.slice(-LINK_LENGTH)) ?? [];
  return prev === undefined ? null : { prev, seq: Number(seq), length: link.length };
}

/** Does the text have the members of an entry around its body, up to a link of this length? */
export function hasForm(text: string, linkLength: number): boolean {
  const end = text.length - linkLength;
  return text.startsWith(AT) && text.startsWith(BODY, AT_END) && KINDS.some((kind) => text.endsWith(kind, end));
}

/** The kind and the body of a text that has the form of an entry; null for any other. */
export function bodyOf(text: string): { readonly kind: EntryKind; readonly body: string } | null {
  const length = readLink(text)?.length ?? 0;
  const end = text.length - length;
  const place = hasForm(text, length) ? KINDS.findIndex((kind) => text.endsWith(kind, end)) : -1;
  const kind = ENTRY_KINDS[place];
  if (kind === undefined) return null;
  return { kind, body: bodyPart(text, end - (KINDS[place] as string).length - BODY_AT) };
}

/** The body in the text of an entry, of which it is known how long it is. */
export function bodyPart(text: string, length: number): string {
  return text.slice(BODY_AT, BODY_AT + length);
}

/** What stands where an entry has its time. */
export function timeOf(text: string): string {
  return text.slice(AT.length, AT_END);
}
