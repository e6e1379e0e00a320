/** Case folding of texts and globs: ASCII only, because no Unicode table of a runtime may enter a decision. */

const UPPER = /[A-Z]+/g;

/** Lower-cases A to Z and nothing else; gives back the same string when there is nothing to fold. */
export function foldCase(text: string): string {
  return hasUpper(text) ? text.replace(UPPER, (letters) => letters.toLowerCase()) : text;
}

/** The pattern for folded texts: A to Z lower-cased, in classes and ranges too. */
export function foldGlob(pattern: string): string {
  return foldCase(pattern);
}

function hasUpper(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x41 && unit <= 0x5a) return true;
  }
  return false;
}
