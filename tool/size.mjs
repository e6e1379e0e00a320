/** Fails when what a browser loads is too large: `writ/decide` and `writ/verify` with all they import, minified and gzipped. */
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

// What holds today; docs/decisions/0009-small-builds.md says what is wanted.
const BUILDS = [
  { entry: "decide", leaves: ["money"], bytes: 20_750 },
  { entry: "decide", leaves: ["money", "cedar"], bytes: 13_250 },
  { entry: "decide", leaves: [], bytes: 23_750 },
  { entry: "decide", leaves: ["cedar"], bytes: 16_250 },
  { entry: "verify", leaves: [], bytes: 31_500 },
  { entry: "verify", leaves: ["cedar"], bytes: 24_000 },
];

for (const { entry, leaves, bytes } of BUILDS) {
  const conditions = ["small", ...leaves.map((part) => `without-${part}`)];
  const size = gzipSync(await bundled(entry, conditions), { level: 9 }).length;
  const says = `size: ${entry}, ${conditions.join(", ")}: ${size} bytes gzipped of at most ${bytes}`;
  if (size <= bytes) console.log(says);
  else console.error(says);
  if (size > bytes) process.exitCode = 1;
}

async function bundled(entry, conditions) {
  const bundle = await rolldown({
    input: `dist/${entry}.js`,
    platform: "browser",
    resolve: { conditionNames: [...conditions, "browser", "import", "default"] },
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  return output.map(({ code }) => code).join("\n");
}
