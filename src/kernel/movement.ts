/** What a request would move, or did: value and where it belongs. */

/** What a budget can tell movements apart by. */
export type Dimension =
  | "principal"
  | "group"
  | "tenant"
  | "session"
  | "task"
  | "action"
  | "tool"
  | "payee"
  | "provider"
  | "asset"
  | "chain";

/** One value, several at once (the groups of a principal), null for known to have none; left out is unknown. */
export type Dimensions = Readonly<Partial<Record<Dimension, string | readonly string[] | null>>>;

export interface Movement {
  /**
   * The value in every unit it is known in (a currency, a CAIP-19 asset), as canonical decimals; null when nothing of
   * value moves. A unit that is missing is unknown.
   */
  readonly amounts: Readonly<Record<string, string>> | null;
  readonly dimensions: Dimensions;
}
