/** The strings of the Cedar schema language: those of Rust. */

const SINGLE: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
]);

const ESCAPE = /\\(?:([nrt0\\"'])|x([0-7][0-9a-fA-F])|u\{([0-9a-fA-F](?:_*[0-9a-fA-F]){0,5})_*\}|)/g;
const BARE = /\r|[\ud800-\udfff]/u;

/** What stands between the quotes, its escapes replaced; null when one is bad, or a character must be escaped. */
export function unescaped(written: string): string | null {
  if (BARE.test(written)) return null;
  let isGood = true;
  const text = written.replace(ESCAPE, (_, single?: string, byte?: string, point?: string) => {
    const character = single === undefined ? characterOf(byte ?? point) : SINGLE.get(single)!;
    isGood &&= character !== null;
    return character ?? "";
  });
  return isGood ? text : null;
}

function characterOf(hex: string | undefined): string | null {
  if (hex === undefined) return null;
  const code = Number.parseInt(hex.replaceAll("_", ""), 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return String.fromCodePoint(code);
}
