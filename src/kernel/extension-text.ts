/** How values of Cedar's extension types are written (docs.cedarpolicy.com, "Extension functions"). */

export interface ExtensionType {
  /** The function that makes a value of a text. */
  readonly maker: string;
  /** An example for messages. */
  readonly example: string;
}

/** By the name of the type. */
export const EXTENSION_TYPES: ReadonlyMap<string, ExtensionType> = new Map([
  ["decimal", { maker: "decimal", example: "12.5" }],
  ["ipaddr", { maker: "ip", example: "10.0.0.0/8" }],
  ["datetime", { maker: "datetime", example: "2026-11-20T12:00:00Z" }],
  ["duration", { maker: "duration", example: "1d12h" }],
]);
