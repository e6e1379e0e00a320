/** The escapes of `$'…'`. */

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  E: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ESCAPE =
  /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([\s\S])|([abeEfnrtv])|([\\'"?]))/g;

/** What the text between `$'` and `'` stands for; null where an escape gives NUL or no character at all. */
export function decodeAnsi(body: string): string | null {
  let known = true;
  const decoded = body.replace(ESCAPE, (_all, hex, four, eight, octal, control, simple, same) => {
    if (simple !== undefined) return SIMPLE[simple] ?? "";
    if (same !== undefined) return same;
    const code = codeOf(hex ?? four ?? eight, octal, control);
    if (code === 0 || code > 0x10ffff) known = false;
    return known ? String.fromCodePoint(code) : "";
  });
  return known ? decoded : null;
}

function codeOf(hex: string | undefined, octal: string | undefined, control: string | undefined): number {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8) & 0xff;
  return (control ?? "@").charCodeAt(0) & 0x1f;
}
