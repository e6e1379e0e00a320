/** Why a statement is not taken: the closed table of codes; docs/spec/approval.md. */

export const STATEMENT_CODES = {
  "statement.malformed": "it is not a signed statement about an approval",
  "statement.bad_signature": "the signature is not one of the key that it names",
  "statement.foreign_origin": "it is about another ledger",
  "statement.foreign_tenant": "it is about another tenant",
  "statement.unknown_approver": "the key is not, or no longer, one of an approver of that name",
  "statement.not_entitled": "what the person says counts for no part of what is required",
  "statement.early": "it was issued in the future",
  "statement.expired": "it has expired",
  "statement.beyond_ask": "an approval for the ask alone cannot outlive it",
  "statement.other_session": "the ask belongs to another session, or to none",
  "statement.double": "the person has said the same already",
  "statement.nothing_to_withdraw": "the person has said nothing that could be withdrawn",
  "ask.unknown": "there is no such ask",
  "ask.stale": "the policy has changed since it was asked: ask again",
  "ask.expired": "the time to answer is over",
  "ask.closed": "the ask was answered already",
} as const;

export type StatementCode = keyof typeof STATEMENT_CODES;
