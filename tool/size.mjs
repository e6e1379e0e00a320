/** Fails when what a browser loads is too large: `writ/decide` and `writ/verify` with all they import, minified and gzipped. */
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

// The verifier without Cedar is wanted at 18,000 bytes; docs/decisions/0009-small-builds.md says what stands in the way.
const BUILDS = [
  { entry: "decide", leaves: ["money"], bytes: 20_000 },
  { entry: "decide", leaves: ["money", "cedar"], bytes: 12_000 },
  { entry: "decide", leaves: [], bytes: 22_000 },
  { entry: "decide", leaves: ["cedar"], bytes: 14_250 },
  { entry: "verify", leaves: [], bytes: 30_000 },
  { entry: "verify", leaves: ["cedar"], bytes: 21_900 },
  { entry: "verify", leaves: ["money", "cedar"], bytes: 19_100 },
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
