/** Cedar's own validator over the Cedar policies of a manifest that has a schema. Loaded for `writ validate` only. */

import type { DetailedError, PolicySet, ValidationError } from "@cedar-policy/cedar-wasm/nodejs";
import type { Diagnostic } from "../kernel/diagnostic.ts";
import { lineFinder } from "../policy/line.ts";
import type { PolicyFile } from "../policy/source.ts";

type Cedar = typeof import("@cedar-policy/cedar-wasm/nodejs");

/** Type errors are errors, the validator's warnings warnings; nothing without a schema and a policy. */
export async function checkCedar(files: readonly PolicyFile[]): Promise<readonly Diagnostic[]> {
  const schemas = files.filter(({ name }) => /\.cedarschema(\.json)?$/.test(name));
  const policies = files.filter(({ name }) => name.endsWith(".cedar"));
  if (schemas.length === 0 || policies.length === 0) return [];
  const cedar: Cedar = await import("@cedar-policy/cedar-wasm/nodejs");
  const schema = await schemaOf(schemas, cedar);
  return policies.flatMap((file) => check(file, schema, cedar));
}

/** One text of all schemas; Writ's own joins it where it can. */
async function schemaOf(files: readonly PolicyFile[], cedar: Cedar): Promise<string> {
  const { cedarSchema } = await import("../policy/cedar/writ-schema.ts");
  const given = files.map(({ name, text }) => (name.endsWith(".json") ? asText(text, cedar) : text)).join("\n");
  const joined = `${given}\n${cedarSchema()}`;
  return cedar.checkParseSchema(joined).type === "success" ? joined : given;
}

/** The manifest has loaded, so the JSON is a schema. */
function asText(json: string, cedar: Cedar): string {
  const answer = cedar.schemaToText(JSON.parse(json));
  if (answer.type === "success") return answer.text;
  throw new Error(`Cedar's validator refuses a schema that Writ reads: ${answer.errors[0]?.message}`);
}

function check(file: PolicyFile, schema: string, cedar: Cedar): readonly Diagnostic[] {
  const answer = cedar.validate({ schema, policies: policySet(file, cedar) });
  if (answer.type === "failure") return answer.errors.map((error) => diagnostic(error, file, "error"));
  const { validationErrors, validationWarnings } = answer;
  return [
    ...validationErrors.map((found) => diagnostic(found.error, file, "error")),
    ...validationWarnings.map((found) => diagnostic(found.error, file, "warning")),
  ];
}

/** The whole text at once, so that places are places in the file. */
function policySet({ text }: PolicyFile, cedar: Cedar): PolicySet {
  const parts = cedar.policySetTextToParts(text);
  const templates = parts.type === "success" ? parts.policy_templates : [];
  if (templates.length === 0) return { staticPolicies: text };
  const named = Object.fromEntries(templates.map((template, index) => [`template${index}`, template]));
  return { staticPolicies: parts.type === "success" ? parts.policies.join("\n") : text, templates: named };
}

function diagnostic(
  { message, help, sourceLocations }: DetailedError | ValidationError["error"],
  { name, text }: PolicyFile,
  severity: Diagnostic["severity"],
): Diagnostic {
  const bytes = sourceLocations?.[0]?.start ?? 0;
  const place = lineFinder(text)(Buffer.from(text).subarray(0, bytes).toString().length);
  return {
    severity,
    code: "cedar.type",
    message: message.replace(/^for policy `[^`]*`, /, "").replaceAll("\n", " "),
    file: name,
    ...place,
    help,
  };
}
