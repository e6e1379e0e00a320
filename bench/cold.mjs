/** From cold: importing the library and one `writ check`, beside a Node process that does nothing. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dist, inFolder, timeNode } from "./child.mjs";
import { nanoseconds, significant } from "./report.mjs";
import { atMost, middle, ratio } from "./section.mjs";

const STARTS = { full: 21, quick: 7 };
const ANSWERS = { statuses: [0, 1, 3] };
const POLICY = `approval_mode = "ask"

[[rules]]
name = "Reading"
action = "allow"
tool_pattern = "read_*"

[[rules]]
name = "Removal"
priority = "admin"
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "rm -rf *"
`;

/** Starts each process in turn, a start of each a round. */
export async function measureCold({ quick, log }) {
  return inFolder((folder) => {
    writeFileSync(join(folder, "policy.toml"), POLICY);
    const commands = commandsIn(folder);
    const measured = [];
    for (let round = 0; round < (quick ? STARTS.quick : STARTS.full); round += 1) {
      log(`cold: start ${round + 1}`);
      measured.push(Object.fromEntries(Object.entries(commands).map(([name, start]) => [name, start()])));
    }
    return [coldSection(measured, Object.keys(commands))];
  });
}

function commandsIn(folder) {
  const main = fileURLToPath(dist("cli/main.js"));
  const check = (...args) => timeNode([main, "check", ...args], { cwd: folder, ...ANSWERS });
  const module = (code) => timeNode(["--input-type=module", "-e", code], { cwd: folder });
  return {
    "node -e 0": () => timeNode(["-e", "0"], { cwd: folder }),
    "node, an empty module": () => module("0"),
    'import "writ"': () => module(`import ${JSON.stringify(dist("bundle/index.js").href)}`),
    "writ check read_file": () => check("read_file", "config.toml"),
    "writ check run_terminal_cmd": () => check("run_terminal_cmd", "git status && ls -la src | wc -l"),
  };
}

function coldSection(rounds, names) {
  const of = (name) => (round) => round[name];
  const overNode = (name) => ratio(rounds, of(name), of("node -e 0"));
  const importMs = middle(rounds, (round) => round['import "writ"'] - round["node, an empty module"]);
  return {
    title: "From cold",
    columns: ["process", "time", "over node -e 0"],
    rows: names.map((name) => [name, nanoseconds(middle(rounds, of(name)) * 1e6), significant(overNode(name))]),
    cells: rounds,
    demands: [
      atMost("importing writ over an empty module", importMs, 15, "ms"),
      atMost("writ check over node -e 0", overNode("writ check read_file"), 3),
      atMost("writ check of a shell line over node -e 0", overNode("writ check run_terminal_cmd"), 3),
    ],
  };
}
