/** Base64 (RFC 4648 §4), strict: one text for one sequence of bytes. */

/** The text of the bytes, padded. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The bytes of the text, or null unless it is what `toBase64` would have written. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    // `atob` forgives blanks, missing padding and superfluous bits.
    return btoa(binary) === text ? Uint8Array.from(binary, (unit) => unit.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}
