import { expect, test } from "vitest";
import { xmlDocument } from "./xml.ts";

test("markup in texts and attributes is text", () => {
  const attributes = { name: `<&>"'`, line: 3 };
  expect(xmlDocument({ name: "a", attributes, children: ["]]></a>\nnext"] })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<a name="&lt;&amp;&gt;&quot;&apos;" line="3">]]&gt;&lt;/a&gt;\nnext</a>\n',
  );
});

test("what XML cannot hold is shown as what it is", () => {
  const text = xmlDocument({ name: "a", attributes: {}, children: ["\u0000\u001b\ud800\ufffe\u202e"] });
  expect(text).toContain("<a>\\x00\\x1b\\u{d800}\ufffd\\u{202e}</a>");
});

test("elements stand in elements", () => {
  const inner = { name: "b", attributes: {}, children: [] };
  expect(xmlDocument({ name: "a", attributes: {}, children: [inner] })).toContain("<a>\n  <b/>\n</a>\n");
});
