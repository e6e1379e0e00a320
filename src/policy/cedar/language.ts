/** What reading policies needs of the Cedar language; loaded with the first Cedar file. */

export { readLinks, readPolicyJson, readPolicyText, textSource, waiting } from "./document.ts";
export { lowerPolicy, nothingKnown } from "./lower-policy.ts";
export { resolveCedar } from "./resolve.ts";
