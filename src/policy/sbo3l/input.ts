/** What `input` of a `when` expression has: every path, and what stands there. */

/** A `text?` may be null; a `list` is there, but no expression can use it. */
export type Leaf = "bool" | "number" | "text" | "text?" | "list";

export interface Branch {
  readonly [name: string]: Leaf | Branch;
}

const STATUS = { known: "bool" } as const;

/**
 * The attributes of `context` under the same names. `amount_usd` is canonical decimal text (kernel/amount.ts), what is
 * null is left out, and the records are those of `ListFacts` (kernel/register.ts).
 */
export const INPUT: Branch = {
  agent_id: "text",
  task_id: "text",
  intent: "text",
  payment_protocol: "text",
  risk_class: "text",
  amount_usd: "number",
  token: "text",
  chain: "text",
  provider_url: "text",
  agent: { agent_id: "text", active: "bool", paused: "bool", revoked: "bool", policy_role: "text", ...STATUS },
  provider: {
    ...{ id: "text?", url: "text" },
    ...{ trusted: "bool", allowed: "bool", denied: "bool", observation: "bool", ...STATUS },
  },
  recipient: { address: "text?", chain: "text", allowed: "bool", denied: "bool", ...STATUS },
  emergency: { freeze_all: "bool", paused_agents: "list" },
};
