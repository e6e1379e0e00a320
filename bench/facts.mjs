/** The facts of every decision here: they are given from outside, so that no clock is read. */
export const facts = { at: "2026-11-20T12:00:00Z" };
