/** XML 1.0, as far as a report needs it. */

import { escapeText } from "./escape.ts";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Element | string)[];
}

/** A whole document in UTF-8. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, "")}`;
}

function element({ name, attributes, children }: Element, indent: string): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`);
  const head = `${indent}<${name}${words.join("")}`;
  if (children.length === 0) return `${head}/>\n`;
  const inner = children.map((child) => (typeof child === "string" ? xmlText(child) : element(child, `${indent}  `)));
  const isText = children.every((child) => typeof child === "string");
  return isText ? `${head}>${inner.join("")}</${name}>\n` : `${head}>\n${inner.join("")}${indent}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML cannot hold, or a reader cannot see, is shown as `\x1b`; lines stay lines. */
function xmlText(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeText(line).replace(/[\ufffe\uffff]/g, "\ufffd"))
    .join("\n")
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}
