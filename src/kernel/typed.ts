/** All that reads typed expressions and values, as one part: a program whose policies have none does without. */

export { checkRequest } from "./conform.ts";
export * from "./with-cedar.ts";
