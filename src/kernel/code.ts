/** The closed table of codes a decision can carry; docs/spec/codes.md is generated from it. */

export const CODES = {
  "request.invalid": "the call is malformed",
  "request.too_large": "the call is larger than the published limits",
  "request.idempotency_conflict": "the idempotency key was used for another call",
  "request.redaction": "a field that is to be redacted is one that the ledger has to know",
  "tool.name_invalid": "the tool or server name is not of the permitted form",
  "policy.invalid": "the policy does not load, or there is none",
  "policy.denied": "a rule denies",
  "policy.no_matching_rule": "no rule allows",
  "policy.undecidable": "a deny or ask rule depends on something that is not known",
  "policy.limit_exceeded": "the amount is above the limit of the rule that would allow",
  "policy.currency_mismatch": "the currency is not that of the rule that would allow",
  "policy.tenant_mismatch": "the tenant is not that of the rule that would allow",
  "policy.amount_missing": "the amount is missing or not a positive decimal, and the rule that would allow has a limit",
  "policy.outside_validity": "the rule that would allow is not valid at this time",
  "policy.budget_exceeded": "a budget that covers the request would be exceeded, or cannot be computed for it",
  "policy.expiry_in_past": "the request has expired",
  "policy.deny_unknown_provider": "the provider is not one of the listed ones",
  "policy.deny_recipient_not_allowlisted": "the recipient is not one of the allowed ones",
  "policy.risk_class_blocked": "the risk class of the request is not permitted",
  "policy.asset_unknown": "the asset is not one of the listed ones",
  "policy.frozen": "everything, the tenant or the principal is frozen",
  "policy.nonce_replayed": "the nonce belongs to another request, or was used",
  "policy.request_inconsistent": "the parts of the request contradict each other",
  "policy.protected":
    "the call would change, move or delete what Writ itself depends on, read its keys, or administer it",
  "auth.agent_not_found": "the agent is not one of the listed ones",
  "auth.agent_revoked": "the agent was revoked",
  "emergency.agent_paused": "the agent is paused",
  "approval.required": "a human would have to approve, and nobody can be asked here",
  "approval.refused": "a human refused",
  "approval.expired": "the approval, or the time to give it, is over",
  "engine.ledger_unavailable": "the decision could not be made durable",
  "engine.in_doubt": "the ledger did not say whether the decision became durable",
  "engine.clock": "the time given or read contradicts the time of the ledger",
  "engine.internal": "the engine failed; nothing is allowed",
} as const;

/** A code of the table, or one that a rule brought with its `deny_code`. */
export type Code = keyof typeof CODES | `policy.${string}`;

/** What a rule's own `deny_code` must look like. */
export const RULE_CODE: RegExp = /^policy\.[a-z0-9_]+$/;
