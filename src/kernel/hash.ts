/** The hash function, handed in: the kernel owns no implementation. */

/** SHA-256 of the bytes, or of the UTF-8 form of the text, as 64 lower-case hexadecimal digits. */
export type Sha256 = (data: string | Uint8Array) => string;
