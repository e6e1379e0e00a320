/** The entities that generated conditions speak of, and their hierarchy. */

import type { EntityRecord, Uid } from "../../src/kernel/expression.ts";
import type { Slot } from "../../src/kernel/rule.ts";
import { type Choice, pick } from "./choice.ts";
import { ACTIONS, TENANTS } from "./generate-request.ts";

type Name = (id: string) => Uid;
const named =
  (type: string): Name =>
  (id) => ({ type, id });
const agent = named("Writ::Agent");
const group = named("Writ::Group");
const action = named("Writ::Action");
const tool = named("Writ::Tool");
const tenant = named("Writ::Tenant");

/** A child, and what it is directly in. */
const PARENTS: readonly (readonly [Uid, readonly Uid[]])[] = [
  [agent("agent:a"), [group("staff"), group("night")]],
  [agent("agent:b"), [group("guests")]],
  [group("staff"), [group("all")]],
  [group("guests"), [group("all")]],
  [action("pay"), [action("money")]],
  [tool("shell"), [group("tools")]],
  [tenant("acme"), [group("tools")]],
];

export const ENTITIES: readonly EntityRecord[] = PARENTS.map(([uid, parents]) => ({
  uid,
  parents,
  attributes: [],
  tags: [],
}));

const GROUPS = ["staff", "night", "guests", "all", "tools"].map(group);

const UIDS: Readonly<Record<Slot, readonly Uid[]>> = {
  principal: [...["agent:a", "agent:A", "agent:b"].map(agent), ...GROUPS],
  action: [...[...ACTIONS, "money"].map(action), ...GROUPS.slice(0, 1)],
  resource: [
    ...["shell", "write_file", "gh/create"].map(tool),
    named("Writ::Resource")("shell"),
    ...TENANTS.map(tenant),
    ...GROUPS,
  ],
};

export function uidOf(choice: Choice, slot: Slot): Uid {
  return pick(choice, UIDS[slot]);
}
