/** Colours, where somebody sees them. */

import type { Io } from "../io.ts";

const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof STYLES;

/** Gives a text a style, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

const ESC = "\u001b[";

const coloured: Paint = (style, text) => `${ESC}${STYLES[style][0]}m${text}${ESC}${STYLES[style][1]}m`;

export const plain: Paint = (_style, text) => text;

/** FORCE_COLOR beats NO_COLOR (as in Node itself, and no-color.org), both beat the terminal. */
export function paintFor({ env, terminal }: Pick<Io, "env" | "terminal">): Paint {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced === "0" || forced === "false" ? plain : coloured;
  if (env["NO_COLOR"]) return plain;
  return terminal && env["TERM"] !== "dumb" ? coloured : plain;
}
