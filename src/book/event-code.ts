/** Why something cannot happen to a ticket: the closed table of codes; docs/spec/engine.md. */

export const EVENT_CODES = {
  "reserve.known": "the decision has reserved already",
  "claim.unknown": "the decision has no ticket",
  "claim.foreign": "the answer was given to another guard",
  "claim.expired": "the ticket has expired",
  "claim.already": "the ticket is claimed already",
  "claim.closed": "the ticket was used, or released",
  "claim.clock": "the clock has jumped, and nobody has confirmed its time: `writ clock confirm`",
  "claim.frozen": "everything, the tenant or the principal is frozen",
  "outcome.unknown": "the decision has no ticket",
  "outcome.foreign": "the answer was given to another guard",
  "outcome.unclaimed": "the ticket was not claimed",
  "outcome.double": "an outcome was reported already",
  "outcome.signed": "what was signed may still be used: report it as executed, or release it when it cannot be",
  "outcome.closed": "the ticket has expired, or was released",
  "outcome.invalid": "the outcome is not of the form of one",
  "outcome.tenant":
    "it is to have moved something of a tenant whose ledger is another one: report it with the tenant of this one",
  "outcome.overrun": "what moved beyond the reservation is not what the outcome says",
  "release.unknown": "the decision has no ticket",
  "release.foreign": "the answer was given to another guard",
  "release.claimed": "the ticket is claimed: report its outcome",
  "release.usable": "the signature can still be used",
  "release.closed": "the ticket is closed already",
  "expire.unknown": "the decision has no ticket",
  "expire.early": "the ticket has not expired yet",
  "expire.claimed": "what was claimed does not expire",
  "expire.closed": "the ticket is closed already",
  "clock.steady": "there is no jump of the clock to confirm",
} as const;

export type EventCode = keyof typeof EVENT_CODES;
