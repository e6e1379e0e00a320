/** What stands in a reference decision where the specification leaves the wording free. */
export const ANY_TEXT = "…";
