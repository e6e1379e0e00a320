/** What the types of web-tree-sitter expect of a browser's library. */

declare namespace WebAssembly {
  type Module = unknown;
  type Instance = unknown;
  type Memory = unknown;
  type Table = unknown;
  type Global = unknown;
  type Exports = unknown;
}

type EmscriptenModule = Readonly<Record<string, unknown>>;
