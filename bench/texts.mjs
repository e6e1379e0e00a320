/** Globs and shell lines that a matcher or a parser may find hard, with long texts for each. */

import { random } from "./workloads.mjs";

const SEED = 64;

/**
 * Kinds of globs by name. `glob(number)` is one of the 10,000; `anchored` says that a literal that tells them apart stands
 * at an end. `text(bytes, number)` matches that glob alone, or none where `misses`: the worst texts of a kind we know.
 */
export const globKinds = {
  prefix: {
    anchored: true,
    glob: (n) => `/srv/app${n}/*`,
    text: (bytes, n) => `/srv/app${n}/${filler(bytes - 14, n)}`,
  },
  suffix: { anchored: true, glob: (n) => `*/app${n}.csv`, text: (bytes, n) => `${filler(bytes - 13, n)}/app${n}.csv` },
  "prefix and suffix": {
    anchored: true,
    glob: (n) => `/srv/app${n}/*.csv`,
    text: (bytes, n) => `/srv/app${n}/${filler(bytes - 18, n)}.csv`,
  },
  "prefix and class": {
    anchored: true,
    glob: (n) => `/srv/app${n}/[a-m]*`,
    text: (bytes, n) => `/srv/app${n}/c${filler(bytes - 15, n)}`,
  },
  "class before the literal": {
    anchored: false,
    glob: (n) => `/srv/[a-m]pp${n}/*`,
    text: (bytes, n) => `/srv/app${n}/${filler(bytes - 14, n)}`,
  },
  "one inner literal": { anchored: false, glob: (n) => `*key${n}*`, text: inMiddle((n) => `key${n}`) },
  "two inner literals": {
    anchored: false,
    glob: (n) => `*key${n}*lock${n}*`,
    text: inMiddle((n) => `key${n} lock${n}`),
  },
  "two inner literals, first ones only": {
    anchored: false,
    misses: true,
    glob: (n) => `*key${n}*lock${n}*`,
    text: (bytes, n) => repeated(bytes, (at) => `key${10000 + ((n + at) % 10000)} `),
  },
};

/** Shell lines of about `bytes` characters, by name. */
export const shellKinds = {
  "list of commands": (bytes) => repeated(bytes, (at) => `cp -r "/srv/a ${at}" /tmp/b${at} && `, "true"),
  pipeline: (bytes) => repeated(bytes, (at) => `grep -v 'x${at}' | `, "cat"),
  "nested substitutions": (bytes) => nested(bytes, "echo $(", ")"),
  "nested quoted substitutions": (bytes) => nested(bytes, 'echo "$(', ')"'),
  "nested subshells": (bytes) => nested(bytes, "( ", " )"),
  "unclosed substitutions": (bytes) => repeated(bytes, () => "$( "),
  "unclosed quotes": (bytes) => repeated(bytes, () => `"'`),
  "unclosed backquotes": (bytes) => repeated(bytes, () => "`\\"),
  "here-documents": (bytes) => repeated(bytes, (at) => `cat <<E${at}\nbody $x\nE${at}\n`),
  "unended here-documents": (bytes) => repeated(bytes, (at) => `cat <<E${at}; `),
  redirects: (bytes) => `true ${repeated(bytes, (at) => `>f${at} 2>&1 `)}`,
  wrappers: (bytes) => `${repeated(bytes, () => "env A=1 sudo ")}true`,
  "one long word": (bytes) => `echo ${"a".repeat(bytes)}`,
  expansions: (bytes) => `echo ${repeated(bytes, () => "$" + "{x:-$y}")}`,
};

function filler(bytes, number) {
  const next = random(SEED + number);
  const words = Array.from({ length: bytes }, () => Math.floor(next() * 1e9).toString(36));
  return repeated(bytes, (at) => `${words[at]}/`);
}

function inMiddle(literals) {
  return (bytes, number) => `${filler(bytes >> 1, number)} ${literals(number)} ${filler(bytes >> 1, number + 1)}`;
}

/** As many whole pieces as `bytes` characters hold, and an end. */
function repeated(bytes, piece, end = "") {
  const pieces = [];
  for (let at = 0, left = bytes; left >= piece(at).length; at += 1) {
    pieces.push(piece(at));
    left -= piece(at).length;
  }
  return pieces.join("") + end;
}

function nested(bytes, open, close) {
  const depth = Math.floor(bytes / (open.length + close.length));
  return `${open.repeat(depth)}true${close.repeat(depth)}`;
}
