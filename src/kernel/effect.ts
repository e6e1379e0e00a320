/** The words of a decision, and what each outcome is called in the seeds' own vocabulary. */

export type Effect = "allow" | "deny" | "ask";

export type Tier = "admin" | "user" | "default" | "session";

/** What answers a tool call that no rule matched. */
export type Mode = "yolo" | "autoEdit" | "ask";

export type Status = "ALLOWED" | "BLOCKED_POLICY" | "PENDING_APPROVAL";

export const STATUS: Readonly<Record<Effect, Status>> = {
  allow: "ALLOWED",
  deny: "BLOCKED_POLICY",
  ask: "PENDING_APPROVAL",
};

/** Strictest first: the order in which answers beat each other. */
export const STRICTNESS: Readonly<Record<Effect, number>> = { deny: 2, ask: 1, allow: 0 };
