/** `writ init`: a commented policy.toml to begin with. */

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasOption, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { DEFAULT_PRESET, PRESETS } from "../preset/table.ts";
import { print } from "../print.ts";
import { UsageError } from "../usage-error.ts";

const NAME = "policy.toml";

export const run: Run = async (args, io) => {
  const wanted = optionOf(args, "preset") ?? DEFAULT_PRESET;
  const preset = PRESETS.find(({ name }) => name === wanted);
  if (preset === undefined) throw new UsageError(`no preset \`${wanted}\``, "init");
  const { text } = await preset.load();
  const path = join(io.cwd, NAME);
  if (hasOption(args, "force")) replaceFile(path, text);
  else createFile(path, text);
  await print(
    { args, io },
    { written: NAME, preset: preset.name },
    ({ written }) => `wrote ${written} (${preset.name}: ${preset.summary})\n`,
  );
  if (!hasOption(args, "json")) io.err("try: writ list, writ check read_file README.md\n");
  return EXIT.ok;
};

/** Fails when anything has the name, a link that leads nowhere included. */
function createFile(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new UsageError(`\`${NAME}\` exists; \`--force\` replaces it`, "init");
  }
}

/** Replaces the name and never what a link of that name points to; a reader sees the old file or the new one. */
function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { flag: "wx" });
  try {
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft);
    throw error;
  }
}
