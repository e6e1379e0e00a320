/** A policy that allows everything but what cannot be undone. */

export const text = `# Everything is allowed, except what cannot be undone.
#
#   writ list                   shows these rules
#   writ explain TOOL [ARG…]    says why a call is answered as it is
#
# No mode ever answers for a tool that moves money.

approval_mode = "yolo"

# --- admin: never ---

[[rules]]
name = "Guard against deletion"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "rm -rf *"
reason = "Deletion cannot be undone"

[[rules]]
name = "Guard against becoming root"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "sudo *"
reason = "An agent has no need to be root"

[[rules]]
name = "Guard against forced pushes"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "git push*--force*"
reason = "History of others cannot be brought back"

[[rules]]
name = "Guard private keys"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "*.ssh/*"
reason = "Private keys are none of an agent's business"

[[rules]]
name = "Guard environment files"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "*.env"
reason = "Environment files hold secrets"

# --- user: what others see is asked for ---

[[rules]]
name = "Ask before pushing"
priority = "user"
action = "ask_user"
tool_pattern = "*"
arg_pattern = "git push*"
reason = "Others will see it"

[[rules]]
name = "Ask before publishing"
priority = "user"
action = "ask_user"
tool_pattern = "*"
arg_pattern = "npm publish*"
reason = "A published version cannot be taken back"
`;
