/** Simple commands as tree-sitter-bash finds them, and as our grammar does before unwrapping. */

import { createRequire } from "node:module";
import { Language, Parser, type Node as Syntax } from "web-tree-sitter";
import { newSource, readScript } from "../../../src/intent/shell/grammar.ts";
import { newShared } from "../../../src/intent/shell/source.ts";
import type { Item, List, Node, Word } from "../../../src/intent/shell/syntax.ts";

const require = createRequire(import.meta.url);

/** Loads the oracle; its answer is null for a text that it does not understand. */
export async function loadOracle(): Promise<(text: string) => readonly string[] | null> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve("tree-sitter-bash/tree-sitter-bash.wasm")));
  return (text) => {
    const root = parser.parse(text)?.rootNode;
    return root === undefined || root.hasError ? null : commandsIn(root);
  };
}

/** Words of every simple command in the syntax tree, as written, in no order; assignments and redirects left out. */
export function ourCommands(text: string): readonly string[] {
  const items: Item[] = [];
  readScript(newSource(text, newShared()), items);
  return inList(items).sort();
}

const COMMANDS = ["command", "declaration_command", "unset_command", "test_command"];
const NO_WORD = /^(?:file_redirect|herestring_redirect|heredoc_redirect|variable_assignment)$/;

function commandsIn(root: Syntax): readonly string[] {
  return root
    .descendantsOfType(COMMANDS)
    .flatMap((node) => (node === null ? [] : [signature(node)]))
    .filter((words) => words !== null)
    .sort();
}

/** `[[ … ]]` and `(( … ))` are no commands. */
function signature(node: Syntax): string | null {
  if (node.type === "test_command")
    return node.text.startsWith("[[") || node.text.startsWith("((") ? null : squeeze(node.text);
  if (node.type !== "command") return squeeze(node.text);
  const words = node.children.filter((child) => child !== null && !NO_WORD.test(child.type));
  const name = words[0];
  return name === undefined ? null : squeeze(words.map((word) => word?.text ?? "").join(" "));
}

function squeeze(text: string): string {
  return text.replaceAll("\\\n", "").replaceAll(/\s+/g, " ").trim();
}

function inList(list: List): string[] {
  return list.flatMap(({ node }) => inNode(node));
}

function inNode(node: Node): string[] {
  switch (node.kind) {
    case "simple":
      return [
        ...(node.words.length > 0 ? [squeeze(node.words.map((word) => word.raw).join(" "))] : []),
        ...inWords([...node.assignments, ...node.words, ...node.redirects.map(({ target }) => target)]),
      ];
    case "pipeline":
      return node.parts.flatMap(inNode);
    case "compound":
      return [
        ...inWords([...node.words, ...node.redirects.map(({ target }) => target)]),
        ...node.bodies.flatMap(inList),
      ];
    case "function":
      return inNode(node.body);
  }
}

function inWords(words: readonly Word[]): string[] {
  return words.flatMap((word) => word.inner.flatMap(inList));
}
