/** Fails when what a browser loads to decide again has grown: `writ/decide` with all it imports, minified and gzipped. */
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const BUILDS = [
  { name: "decide with Cedar", conditions: ["small"], bytes: 20_000 },
  { name: "decide without Cedar", conditions: ["small", "without-cedar"], bytes: 12_000 },
];

for (const build of BUILDS) {
  const size = gzipSync(await bundled(build.conditions), { level: 9 }).length;
  const says = `size: ${build.name}: ${size} bytes gzipped of at most ${build.bytes}`;
  if (size <= build.bytes) console.log(says);
  else console.error(says);
  if (size > build.bytes) process.exitCode = 1;
}

async function bundled(conditions) {
  const bundle = await rolldown({
    input: "dist/decide.js",
    platform: "browser",
    resolve: { conditionNames: [...conditions, "browser", "import", "default"] },
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  return output.map(({ code }) => code).join("\n");
}
