import { describe, expect, it } from "vitest";
import { contextMember, contextRecord, givenContext } from "./given-context.ts";
import type { Json } from "./json.ts";
import { valueOfJson } from "./json-value.ts";
import type { RecordValue } from "./value.ts";

const MEMBERS: { readonly [name: string]: Json } = JSON.parse(`{
  "text": "a", "empty": "", "yes": true, "no": false, "zero": 0, "minus": -0, "rounded": 1e300, "fraction": 1.5,
  "nothing": null, "set": [1, 1, 2], "record": {"a": null, "b": [1.5]}, "amount": {"__extn": {"fn": "decimal", "arg": "1.5"}},
  "__proto__": "own", "half": "\\ud800"
}`);
const WHOLE = valueOfJson(MEMBERS) as RecordValue;
const NAMES = [...Object.keys(MEMBERS), "absent", "toString", "constructor"];

describe("the context that a call gave", () => {
  it.each(NAMES)("has the member `%s` that the whole record has, read before it or behind it", (name) => {
    const context = givenContext(MEMBERS);
    expect(contextMember(context, name)).toEqual(WHOLE.members.get(name));
    expect(contextRecord(context)).toEqual(WHOLE);
    expect(contextMember(context, name)).toEqual(WHOLE.members.get(name));
  });

  it("makes a set once, however often it is asked for", () => {
    const context = givenContext(MEMBERS);
    expect(contextMember(context, "set")).toBe(contextMember(context, "set"));
  });

  it("is not made as a whole where plain members are asked for", () => {
    const context = givenContext(MEMBERS);
    for (const name of ["text", "yes", "zero", "absent"]) contextMember(context, name);
    expect(context.record).toBeNull();
  });
});
