/** The scope of a policy in Cedar's JSON form. */

import { isActionType, isTypeName } from "../../kernel/cedar-word.ts";
import { quoted } from "../../kernel/json-error.ts";
import { fields, has, inside, membersOf, nameAt, objectOf, refuse, refuseKind, type Spot } from "./json-shape.ts";
import { readUid } from "./json-value.ts";
import type { Scope } from "./parse-scope.ts";
import type { ScopeConstraint, UidOrSlot } from "./syntax.ts";

type ScopeVariable = keyof Scope;

export function readScope(spot: Spot): Scope {
  return {
    principal: readConstraint(inside(spot, "principal"), "principal"),
    action: readConstraint(inside(spot, "action"), "action"),
    resource: readConstraint(inside(spot, "resource"), "resource"),
  };
}

function readConstraint(spot: Spot, variable: ScopeVariable): ScopeConstraint {
  switch (objectOf(spot.value)?.["op"]) {
    case "All":
      fields(spot, ["op"]);
      return { kind: "any" };
    case "==":
      return { kind: "equal", uid: readTarget(spot, ["op"], variable) };
    case "in":
      return { kind: "in", uids: readTargets(spot, variable) };
    case "is":
      if (variable !== "action") return readIs(spot, variable);
  }
  refuseKind(inside(spot, "op"), `one of All, ==, in${variable === "action" ? "" : ", is"}`);
  return { kind: "any" };
}

function readIs(spot: Spot, variable: ScopeVariable): ScopeConstraint {
  fields(spot, ["op", "entity_type"], ["in"]);
  const type = nameAt(inside(spot, "entity_type"), "an entity type", isTypeName);
  return has(spot, "in")
    ? { kind: "is_in", type, uid: readTarget(inside(spot, "in"), [], variable) }
    : { kind: "is", type };
}

function readTargets(spot: Spot, variable: ScopeVariable): readonly UidOrSlot[] {
  if (variable !== "action" || !has(spot, "entities")) return [readTarget(spot, ["op"], variable)];
  fields(spot, ["op", "entities"]);
  return membersOf(inside(spot, "entities")).map((uid) => readAllowed(uid, variable));
}

/** The `entity` or the `slot` of the object, whose other keys are given. */
function readTarget(spot: Spot, others: readonly string[], variable: ScopeVariable): UidOrSlot {
  if (variable === "action" || !has(spot, "slot")) {
    fields(spot, [...others, "entity"]);
    return readAllowed(inside(spot, "entity"), variable);
  }
  fields(spot, [...others, "slot"]);
  const slot = inside(spot, "slot");
  if (slot.value !== `?${variable}`) refuseKind(slot, `\`?${variable}\``);
  return { kind: "slot", name: variable };
}

function readAllowed(spot: Spot, variable: ScopeVariable): UidOrSlot {
  const uid = readUid(spot);
  if (variable === "action" && uid.type !== "" && !isActionType(uid.type)) {
    refuse(spot, `${quoted(uid.type)} is no type of actions`);
  }
  return uid;
}
