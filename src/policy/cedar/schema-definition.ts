/** What a schema defines, by full name; what is defined twice or hides something else is refused. */

import type { Uid } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { uidText } from "../../kernel/schema-index.ts";
import { type Problem, report } from "./problem.ts";
import type { ActionForm, CommonForm, Declaration, EntityForm } from "./schema-form.ts";
import { inNamespace } from "./schema-name.ts";

export interface Definitions {
  readonly entities: ReadonlyMap<string, EntityForm>;
  readonly commons: ReadonlyMap<string, CommonForm>;
  /** By `uidText`. */
  readonly actions: ReadonlyMap<string, ActionForm>;
  /** The types of the actions: they can be referred to like entity types, and have neither parents nor members. */
  readonly actionTypes: ReadonlySet<string>;
}

/** Gathers the declarations of all sources. */
export function define(declarations: readonly Declaration[], problems: Problem[]): Definitions {
  const entities = new Map<string, EntityForm>();
  const commons = new Map<string, CommonForm>();
  const actions = new Map<string, ActionForm>();
  for (const form of declarations) {
    const first = add(form);
    if (first === undefined) continue;
    const message = `${WORDS[form.kind]} ${quoted(form.name)} is declared twice`;
    report(problems, { place: form.place, message, help: `the first stands in ${first.place.file}; remove one` });
  }
  const definitions = { entities, commons, actions, actionTypes: new Set([...actions.values()].map(actionType)) };
  for (const form of declarations) checkHidden(form, definitions, problems);
  return definitions;

  /** Returns the one that is there already. */
  function add(form: Declaration): Declaration | undefined {
    if (form.kind === "action") return addTo(actions, uidText(actionUid(form)), form);
    const name = inNamespace(form.namespace, form.name);
    return form.kind === "entity" ? addTo(entities, name, form) : addTo(commons, name, form);
  }
}

const WORDS: Readonly<Record<Declaration["kind"], string>> = {
  entity: "the entity type",
  action: "the action",
  common: "the type",
};

function addTo<T>(forms: Map<string, T>, key: string, form: T): T | undefined {
  const first = forms.get(key);
  if (first === undefined) forms.set(key, form);
  return first;
}

/** A name in a namespace must not hide the same name outside every namespace (Cedar RFC 70). */
function checkHidden(form: Declaration, definitions: Definitions, problems: Problem[]): void {
  if (form.namespace === "") return;
  const { entities, commons, actions } = definitions;
  const hidden =
    form.kind === "action"
      ? actions.get(uidText({ type: "Action", id: form.name }))
      : (entities.get(form.name) ?? commons.get(form.name));
  if (hidden === undefined) return;
  const message = `${WORDS[form.kind]} ${quoted(form.name)} in \`${form.namespace}\` hides the one outside all namespaces`;
  report(problems, { place: form.place, message, help: "rename one of them, or move the outer one into a namespace" });
}

/** The entity that an action is. */
export function actionUid(form: ActionForm): Uid {
  return { type: actionType(form), id: form.name };
}

function actionType(form: ActionForm): string {
  return inNamespace(form.namespace, "Action");
}
