/** The same case with some of what was known forgotten. */

import type { Argument, NamedArgument, Part, Request, Text, ToolPart } from "../../src/kernel/request.ts";
import { type Choice, once } from "./choice.ts";
import type { Case } from "./generate.ts";

/** Forgets values: the time, fields of actions, whole arguments, how far a text may be relied on. */
export function forgetValues(choice: Choice, known: Case): Case {
  const { at, ...timeless } = known.facts;
  return {
    ...known,
    request: withParts(known.request, (part) => forgetInPart(choice, part)),
    facts: at === undefined || once(choice, 3) ? timeless : known.facts,
  };
}

/** Puts run-time holes into texts, each in its own place: it may also be that nothing is lost. */
export function forgetLetters(choice: Choice, known: Case): Case {
  const holed = (argument: Argument): Argument => ({
    ...argument,
    exact: argument.exact.map((text) => withHole(choice, text)),
    forms: argument.forms.map((text) => withHole(choice, text)),
    folded: argument.folded.map((text) => withHole(choice, text)),
  });
  return {
    ...known,
    request: withParts(known.request, (part) => (part.kind === "tool" ? withArguments(part, holed) : part)),
  };
}

/** The request without parts that are judged `beside`; those are judged `restrict` instead. */
export function withoutBeside(given: Case): Case {
  const change = (part: Part): Part => (part.judged === "beside" ? { ...part, judged: "restrict" } : part);
  return { ...given, request: withParts(given.request, change) };
}

function withParts(request: Request, change: (part: Part) => Part): Request {
  return { ...request, parts: request.parts.map(change) };
}

function withArguments(part: ToolPart, change: (argument: Argument) => Argument): ToolPart {
  const fields = part.fields.map((field): NamedArgument => ({ ...change(field), name: field.name }));
  return { ...part, args: change(part.args), fields };
}

function forgetInPart(choice: Choice, part: Part): Part {
  if (part.kind === "action") {
    return {
      ...part,
      tenant: once(choice, 3) ? null : part.tenant,
      amount: once(choice, 3) ? null : part.amount,
      currency: once(choice, 3) ? null : part.currency,
    };
  }
  const doubtful = withArguments(part, (argument) => ({
    ...argument,
    doubt: once(choice, 3) ? "doubtful" : argument.doubt,
    opaque: once(choice, 3) ? "opaque" : argument.opaque,
  }));
  const fields = doubtful.fields.filter(() => !once(choice, 3));
  const complete = fields.length === part.fields.length && part.fields_complete && !once(choice, 3);
  return { ...doubtful, fields, fields_complete: complete };
}

function withHole(choice: Choice, text: Text): Text {
  if (typeof text !== "string" || !once(choice, 2)) return text;
  const start = choice(text.length + 1);
  return [text.slice(0, start), text.slice(start + choice(text.length - start + 1))];
}
