/** `writ completion`: a shell's completion, generated from the command table. */

import type { Run } from "../command.ts";
import { bash } from "../completion/bash.ts";
import { fish } from "../completion/fish.ts";
import { pwsh } from "../completion/pwsh.ts";
import { zsh } from "../completion/zsh.ts";
import { EXIT } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";

const SCRIPTS: ReadonlyMap<string, typeof bash> = new Map([
  ["bash", bash],
  ["zsh", zsh],
  ["fish", fish],
  ["pwsh", pwsh],
]);

export const run: Run = async (args, io) => {
  const script = SCRIPTS.get(args.positionals[0] ?? "");
  if (script === undefined) throw new UsageError("which shell? `writ completion bash|zsh|fish|pwsh`", "completion");
  await io.out(script(args.commands));
  return EXIT.ok;
};
