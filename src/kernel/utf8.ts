/** Text that came as text or as bytes. */

/** The text; throws TypeError for bytes that are not UTF-8. A byte order mark stays in it. */
export function textOf(source: string | Uint8Array): string {
  return typeof source === "string"
    ? source
    : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source);
}
