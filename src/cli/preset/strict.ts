/** A policy that trusts nothing. */

export const text = `# An agent that may look, and asks for everything else.
#
#   writ list                   shows these rules
#   writ explain TOOL [ARG…]    says why a call is answered as it is

approval_mode = "ask"

# --- admin: no network, nothing outside, no secrets ---

[[rules]]
name = "Block HTTP tools"
priority = "admin"
action = "deny"
tool_pattern = "http_*"
reason = "No external network access"

[[rules]]
name = "Block fetching"
priority = "admin"
action = "deny"
tool_pattern = "*[Ff]etch*"
reason = "No external network access"

[[rules]]
name = "Block searching the web"
priority = "admin"
action = "deny"
tool_pattern = "*web_search"
reason = "No external network access"

[[rules]]
name = "Block paths outside the workspace"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "../*"
reason = "Workspace isolation"

[[rules]]
name = "Block private keys"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "*.ssh/*"
reason = "Private keys are none of an agent's business"

[[rules]]
name = "Block environment files"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "*.env"
reason = "Environment files hold secrets"

[[rules]]
name = "Block destructive commands"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "rm -rf *"
reason = "Prevent deletion"

# --- user: reading ---

[[rules]]
name = "Allow reading files"
priority = "user"
action = "allow"
tool_pattern = "read_file"
reason = "Reading changes nothing"

[[rules]]
name = "Allow listing directories"
priority = "user"
action = "allow"
tool_pattern = "list_dir*"
reason = "Reading changes nothing"

# Money never moves without a limit.
[settings]
require_limits = true
`;
