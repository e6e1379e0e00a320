/** Who may approve: one credential of one person. Plain JSON; a person may have several. */

export interface Approver {
  /** Name of the credential; unique. */
  readonly id: string;
  /** The public key, Ed25519, 32 bytes in base64; unique. */
  readonly key: string;
  /** Whose it is. What is said with any of a person's keys is said by that person. */
  readonly person: string;
  /** An agent counts only where a requirement names it. */
  readonly kind: "human" | "agent";
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}
