/** Reading texts unit by unit. */

/**
 * `text.charCodeAt(at)`, whose time does not depend on how the engine keeps the text: the method itself is looked up anew
 * for each unit once the place has met texts of five kinds (slices, joined texts, texts of two bytes a unit).
 */
export const unitAt: (text: string, at: number) => number = Function.prototype.call.bind(String.prototype.charCodeAt);
