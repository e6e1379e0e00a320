/** The Cedar schema of Writ's own calls, made of the table that their contexts are made of. */

import { ATTRIBUTES } from "../../kernel/view-context.ts";

/** The argument names of the tools that Writ knows. */
export const INPUT_NAMES: readonly string[] = [
  ...["cmd", "command", "content", "destination", "file_path", "new_path", "new_string", "notebook_path", "old_path"],
  ...["old_string", "patch", "path", "paths", "pattern", "prompt", "query", "repo_path", "source", "url"],
];

/** Who and what Writ's own requests are about. Groups of agents are agents' ancestors. */
const ENTITIES = `  entity Group;
  entity Agent in [Group];
  entity Tool in [Group];
  entity Tenant;
  entity Provider;
  entity Resource;
`;

const PAYMENTS: readonly string[] = [
  "payment.request",
  "ACTION_PAYMENT_INITIATE",
  "ACTION_PAYMENT_APPROVE",
  "ACTION_PAYMENT_QUERY",
];

/**
 * The text of `writ.cedarschema`. Other actions and attributes of entities are the user's: a schema that declares the
 * namespace `Writ` itself takes the place of this one.
 */
export function cedarSchema(): string {
  const names = PAYMENTS.map((name) => JSON.stringify(name)).join(", ");
  return `namespace Writ {
${ENTITIES}
  // A tool call. \`text\` is the command of a shell, or the arguments joined by blanks; a shell line is judged command by command.
  action "tool.execute" appliesTo {
    principal: [Agent],
    resource: [Tool],
    context: {
${attributes("tool")}
      text: String,
      input: {
${INPUT_NAMES.map((name) => `        ${JSON.stringify(name)}?: String,`).join("\n")}
      },
    },
  };

  // A payment; \`amount\` cannot be looked at where it has more than four digits behind the point: \`amount_text\` can.
  action ${names} appliesTo {
    principal: [Agent],
    resource: [Tenant, Provider],
    context: {
${attributes("action")}
    },
  };
}
`;
}

/** Does a schema take the place of this one? Its JSON form has the namespace as a key. */
export function declaresWrit(text: string): boolean {
  return /(?:^|\s)namespace\s+Writ\s*\{|"Writ"\s*:/.test(text);
}

function attributes(of: "tool" | "action"): string {
  return ATTRIBUTES.filter((row) => row.of === of || row.of === "both")
    .map(({ name, type, optional }) => `      ${name}${optional ? "?" : ""}: ${type},`)
    .join("\n");
}
