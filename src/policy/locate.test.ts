import fc from "fast-check";
import { parse, stringify } from "smol-toml";
import { describe, expect, it } from "vitest";
import { lazyPlaces, locateJson, locateToml } from "./locate.ts";
import { type Place, pointerName } from "./source.ts";

const EVERYTHING = 100;

/** What stands at a pointer, to the end of its line. */
function shown(text: string, place: Place | undefined): readonly [key: string, value: string] | undefined {
  const rest = (at: number): string => text.slice(at).split("\n", 1)[0] ?? "";
  return place && [rest(place.key), rest(place.value)];
}

describe("places in TOML", () => {
  const text = `\ufeff# a comment with [[rules]] and "quotes
top = 1 # one
[[rules]]
a.b = 'x' # dotted
"q\\u0075oted.name" = """
[[rules]]
y = 1 \\"" """"
list = [ # comment ]
  [1, 2],
  { k = 'v', "#" = "]}" },
]

[rules.sub] # of the first
z = 2026-01-01 10:00:00Z
[[rules]]
[rules.sub]
z = 3
['tools'."a/b"]
w = '''
it's''''
end = true`;
  const places = locateToml(text, EVERYTHING);

  it("are asked of a valid text", () => {
    expect(() => parse(text)).not.toThrow();
  });

  it.each([
    ["/top", "top = 1 # one", "1 # one"],
    ["/rules/0", "[[rules]]", "[[rules]]"],
    ["/rules/0/a", "a.b = 'x' # dotted", "'x' # dotted"],
    ["/rules/0/a/b", "a.b = 'x' # dotted", "'x' # dotted"],
    ["/rules/0/quoted.name", '"q\\u0075oted.name" = """', '"""'],
    ["/rules/0/list/0/1", "2],", "2],"],
    ["/rules/0/list/1", '{ k = \'v\', "#" = "]}" },', '{ k = \'v\', "#" = "]}" },'],
    ["/rules/0/list/1/k", 'k = \'v\', "#" = "]}" },', '\'v\', "#" = "]}" },'],
    ["/rules/0/list/1/#", '"#" = "]}" },', '"]}" },'],
    ["/rules/0/sub", "[rules.sub] # of the first", "[rules.sub] # of the first"],
    ["/rules/0/sub/z", "z = 2026-01-01 10:00:00Z", "2026-01-01 10:00:00Z"],
    ["/rules/1", "[[rules]]", "[[rules]]"],
    ["/rules/1/sub/z", "z = 3", "3"],
    ["/tools/a~1b", "['tools'.\"a/b\"]", "['tools'.\"a/b\"]"],
    ["/tools/a~1b/w", "w = '''", "'''"],
    ["/tools/a~1b/end", "end = true", "true"],
  ])("%s", (pointer, key, value) => {
    expect(shown(text, places.get(pointer))).toEqual([key, value]);
  });

  it("are not invented by strings and comments", () => {
    expect([...places.keys()].filter((pointer) => /^\/rules\/\d+$/.test(pointer))).toEqual(["/rules/0", "/rules/1"]);
    expect(places.has("/rules/0/y")).toBe(false);
  });

  it("are recorded to the level asked for", () => {
    expect([...locateToml(text, 2).keys()]).toEqual([
      "/top",
      "/rules",
      "/rules/0",
      "/rules/1",
      "/tools",
      "/tools/a~1b",
    ]);
  });
});

// Every leaf says its own path, so that it can be recognised where the scanner says it is.
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: "binary" }).map((text) => text.replace(/[\0-\u001f\u007f]/g, "_")),
    fc.integer(),
    fc.boolean(),
    fc.dictionary(fc.string({ unit: "grapheme-ascii" }), tie("tree"), { maxKeys: 4 }),
    fc.array(tie("tree"), { maxLength: 4 }),
  ),
}));
const document = fc.dictionary(fc.string({ unit: "grapheme-ascii", minLength: 1 }), tree, { maxKeys: 5 });

function leaves(value: unknown, pointer = ""): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [[pointer, value]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, `${pointer}/${pointerName(key)}`));
}

describe("places asked for one by one", () => {
  const text = `a.b.c = 1
[[rules]]
id = "x"
[tools.t]
group = "read"
[[rules]]
id = "y"
[rules.args]
p = "z"
`;
  const inline = "rules = [{ id = 'x' }, { id = 'y', args = { p = 'z' } }] # end\na.b.c = 1";
  const json = '{"rules":[{"id":"x"},\n{"id":"y","args":{"p":"z"}}],"a":{"b":{"c":1}}}';

  it.each([
    ["[[rules]]", text, locateToml, ["[[rules]]", '"x"', '"y"', '"z"', "1"]],
    ["inline tables", inline, locateToml, ["{ id", "'x'", "'y'", "'z'", "1"]],
    ["JSON", json, locateJson, ['{"id"', '"x"', '"y"', '"z"', "1"]],
  ])("are those of one scan, with %s", (_, whole, locate, values) => {
    const all = locate(whole, EVERYTHING);
    const place = lazyPlaces(whole, locate);
    const asked = ["/rules/0", "/rules/0/id", "/rules/1/id", "/rules/1/args/p", "/a/b/c"];
    const found = asked.map((pointer, index) => whole.slice(place(pointer)?.value).slice(0, values[index]?.length));
    expect(found).toEqual(values);
    for (const pointer of all.keys()) expect(place(pointer)).toEqual(all.get(pointer));
    expect(place("/rules/2/id")).toBeUndefined();
    expect(place("/rules/0/x/y")).toBeUndefined();
  });
});

describe("the scanner", () => {
  it("finds every value of any TOML document", () => {
    fc.assert(
      fc.property(document, (value) => {
        const text = stringify(value);
        const places = locateToml(text, EVERYTHING);
        for (const [pointer, leaf] of leaves(value)) {
          expect(text.startsWith(JSON.stringify(leaf), places.get(pointer)?.value), pointer).toBe(true);
        }
      }),
    );
  });

  it("finds every value of any JSON document", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const places = locateJson(text, EVERYTHING);
        for (const [pointer, leaf] of leaves(value)) {
          expect(text.startsWith(JSON.stringify(leaf), places.get(pointer)?.value), pointer).toBe(true);
        }
      }),
    );
  });
});
