/** Classes of characters, as the shell's word reader needs them. */

/** Letters, digits and marks that mean nothing to the shell, wherever they stand in a word. */
const PLAIN = new Uint8Array(128);
for (const c of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+./:=@%,^!#") {
  PLAIN[c.charCodeAt(0)] = 1;
}
for (let c = 1; c < 32; c += 1) if (c !== 9 && c !== 10) PLAIN[c] = 1;
PLAIN[127] = 1;

/** Characters that end a word: blanks, newline and operators. */
const DELIMITER = new Uint8Array(128);
for (const c of " \t\n;&|()<>") DELIMITER[c.charCodeAt(0)] = 1;

/** True for a character that means nothing to the shell. */
export function isPlain(code: number): boolean {
  return code > 127 || PLAIN[code] === 1;
}

/** True at the end of the text too, where the code is NaN. */
export function isDelimiter(code: number): boolean {
  return Number.isNaN(code) || DELIMITER[code] === 1;
}

/** True for an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** True for a letter or underscore, with which a name begins. */
export function isNameStart(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

/** True for a letter, digit or underscore. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}
