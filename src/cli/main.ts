#!/usr/bin/env node
/** The command `writ`. */

import process from "node:process";
import { EXIT } from "./exit-code.ts";
import { processIo } from "./io.ts";
import { main } from "./run.ts";
import { escapeText } from "./text/escape.ts";

// Whatever fails where nobody waits for it must not look like an answer.
process.on("uncaughtException", (error) => {
  process.stderr.write(`writ: ${escapeText(error.message)}\n`);
  process.exit(EXIT.internal);
});

process.exitCode = await main(process.argv.slice(2), processIo());
