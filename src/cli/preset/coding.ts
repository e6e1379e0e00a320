/** The default policy: an agent that works on code in this directory. */

export const text = `# What a coding agent may do here.
#
#   writ list                   shows these rules
#   writ check TOOL [ARG…]      says what a call would get
#   writ explain TOOL [ARG…]    says why
#   writ validate               checks this file
#
# Tool rules are tried by priority (admin, then user, then default) and then in the order of this file; the first that
# matches decides. A shell line is taken apart, and each of its commands is judged by itself.

# What answers when no rule matches: "ask", "autoEdit" (edits inside the workspace are allowed) or "yolo" (all is).
approval_mode = "ask"

# --- admin: never, whatever stands below ---

[[rules]]
name = "Deny dangerous shell commands"
priority = "admin"
action = "deny"
tool_pattern = "run_*"
arg_pattern = "rm -rf *"
reason = "Prevent accidental deletion"

[[rules]]
name = "Deny dangerous Bash commands"
priority = "admin"
action = "deny"
tool_pattern = "Bash"
arg_pattern = "rm -rf *"
reason = "Prevent accidental deletion"

[[rules]]
name = "Deny private keys"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "*.ssh/*"
reason = "Private keys are none of an agent's business"

[[rules]]
name = "Deny environment files"
priority = "admin"
action = "deny"
tool_pattern = "*"
arg_pattern = "*.env"
reason = "Environment files hold secrets"

# --- user: what goes without asking, and what does not ---

[[rules]]
name = "Allow safe file operations"
priority = "user"
action = "allow"
tool_pattern = "read_*"
reason = "Reading changes nothing"

[[rules]]
name = "Allow listing directories"
priority = "user"
action = "allow"
tool_pattern = "list_*"
reason = "Reading changes nothing"

[[rules]]
name = "Allow git status"
priority = "user"
action = "allow"
tool_pattern = "run_*"
arg_pattern = "git status*"
reason = "It only looks"

[[rules]]
name = "Require approval for file writes"
priority = "user"
action = "ask_user"
tool_pattern = "write_*"
reason = "File writes require user approval"

[[rules]]
name = "Require approval for MCP tools"
priority = "user"
action = "ask_user"
tool_pattern = "mcp_*"
reason = "Tools of other servers require user approval"
`;
