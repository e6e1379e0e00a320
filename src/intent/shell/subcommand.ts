/** Programs whose first operand is a subcommand, and their global options that have a value. */

import type { Text } from "../../kernel/request.ts";
import { isLiteral } from "./text.ts";

const VALUED: Readonly<Record<string, string>> = {
  git: "-C -c --git-dir --work-tree --namespace --exec-path --super-prefix --config-env --attr-source",
  docker: "-H -c -l --host --context --config --log-level --tlscacert --tlscert --tlskey",
  podman: "--url --connection --root --log-level",
  kubectl: "-n -s --namespace --context --kubeconfig --cluster --user --server --token --as",
  helm: "-n --namespace --kube-context --kubeconfig",
  npm: "-C -w --prefix --workspace --loglevel",
  pnpm: "-C -F --dir --filter",
  yarn: "--cwd",
  cargo: "-C -Z --config --color",
  systemctl: "-H -M -t --host --machine --type",
  gh: "-R --repo --hostname",
  aws: "--profile --region --output --endpoint-url",
  gcloud: "--project --account --configuration --format",
  terraform: "",
  apt: "-o -c -t",
  "apt-get": "-o -c -t",
  pip: "--cache-dir --proxy --log",
  pip3: "--cache-dir --proxy --log",
  brew: "",
  go: "-C",
  svn: "--username --password --config-dir",
  hg: "-R --repository --cwd --config",
};

/** The subcommand of a program and what stands around it. */
export interface Subcommand {
  readonly name: string;
  readonly rest: readonly Text[];
  /** Global options stood before it. */
  readonly stripped: boolean;
  /** Value of `-C`, or null. */
  readonly folder: Text | null;
}

/** The subcommand behind the global options, or null for programs without one. */
export function subcommandOf(program: string, operands: readonly Text[]): Subcommand | null {
  const valued = Object.hasOwn(VALUED, program) ? VALUED[program] : undefined;
  if (valued === undefined) return null;
  const names = valued.split(" ");
  let folder: Text | null = null;
  let at = 0;
  for (; at < operands.length; at += 1) {
    const text = operands[at] ?? "";
    if (!isLiteral(text) || !text.startsWith("-")) break;
    if (!names.includes(text)) continue;
    at += 1;
    if (text === "-C") folder = operands[at] ?? null;
  }
  const name = operands[at];
  if (name === undefined || !isLiteral(name)) return null;
  return { name, rest: operands.slice(at + 1), stripped: at > 0, folder };
}
