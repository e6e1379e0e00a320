/** A policy for an agent that pays. */

export const text = `# What an agent may pay.
#
#   writ list       shows these rules
#   writ validate   checks this file
#
# A rule names an action. Any deny that matches wins, then any ask, then any allow; the order does not matter.
# What no rule allows is denied.

[[rules]]
name = "Small payments"
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = 100          # the largest amount of one payment, in units of the currency
currency = "USD"
reason = "Small payments need nobody"

[[rules]]
name = "Approvals are for humans"
action = "ACTION_PAYMENT_APPROVE"
effect = "ask"
reason = "An agent does not approve payments alone"

[[rules]]
name = "Looking is free"
action = "ACTION_PAYMENT_QUERY"
effect = "allow"

# A tenant has rules of its own beside the common ones:
#
# [[rules]]
# name = "Larger payments of one tenant"
# action = "ACTION_PAYMENT_INITIATE"
# effect = "allow"
# tenant = "acme-bank"
# limit = 50_000
# currency = "USD"
`;
