/** The published limits of policies. */

/** Of one file, in bytes of UTF-8. */
export const MAX_BYTES = 10_485_760;
/** Of all files together. */
export const MAX_RULES = 100_000;
/** Diagnostics of one file that are listed; the rest is counted. */
export const MAX_DIAGNOSTICS = 1000;
/** Of the marks that separate the values of one file, for each kind of mark of its format. */
export const MAX_MARKS = 500_000;
