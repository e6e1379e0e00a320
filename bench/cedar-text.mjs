/** The Cedar workloads in the forms of Cedar: policies, entities, and the parts of a request. */

const quoted = JSON.stringify;

/** A `.cedar` file with one policy a rule. */
export function cedarText(rules) {
  return rules.map((rule) => `${annotation(rule)}\n${policy(rule)}`).join("\n");
}

/** The policies alone, for an engine that is given the names beside them. */
export function policy({ principal, group, action, resource, limit }) {
  const who = group === undefined ? scope("principal ==", "User", principal) : scope("principal in", "Group", group);
  const what = scope("action ==", "Action", action);
  const where = scope("resource ==", "Account", resource);
  return `permit (${who ?? "principal"}, ${what ?? "action"}, ${where ?? "resource"})
when { context.amount < ${limit} } unless { context.blocked };`;
}

/** The principal with the groups above it, each in the next, as Cedar's JSON has entities. */
export function entitiesOf({ principal, groups = [] }) {
  const chain = [uid("User", principal), ...groups.map((group) => uid("Group", group))];
  return chain.map((each, place) => ({ uid: each, attrs: {}, parents: chain.slice(place + 1, place + 2) }));
}

export function uid(type, id) {
  return { type, id };
}

/** What Cedar calls a request. */
export function cedarRequest({ principal, action, resource, amount, blocked }) {
  return {
    principal: uid("User", principal),
    action: uid("Action", action),
    resource: uid("Account", resource),
    context: { amount, blocked },
  };
}

function annotation({ name }) {
  return `@id(${quoted(name)})`;
}

function scope(asks, type, id) {
  return id === undefined ? null : `${asks} ${type}::${quoted(id)}`;
}
