/** One kind of long text in a process of its own: `glob KIND` or `shell KIND`, prints times of a text and of its double. */

import { dist } from "./child.mjs";
import { globKinds, shellKinds } from "./texts.mjs";
import { timeSync } from "./timing.mjs";

const GLOBS = 10000;
const GLOB_BYTES = 64_000;
/** The double of it is what a shell line may have at most, nearly. */
const SHELL_BYTES = 8000;
const FIRST = 10000;
/** The globs that the texts are made for, by number. */
const MADE_FOR = Array.from({ length: 8 }, (_, turn) => 12000 + 800 * turn);

const [what, kind] = process.argv.slice(2);
console.log(JSON.stringify(await { glob: timeGlobs, shell: timeShell }[what](kind)));

async function timeGlobs(name) {
  const { buildGlobSet } = await import(dist("kernel/glob-set.js"));
  const { glob, text, misses = false } = globKinds[name];
  const set = buildGlobSet(Array.from({ length: GLOBS }, (_, place) => glob(FIRST + place)));
  const found = [];
  const collect = (subject) => {
    found.length = 0;
    set.collect(subject, found);
    return found;
  };
  const texts = (bytes) => MADE_FOR.map((number) => flat(text(bytes, number)));
  for (const [turn, subject] of texts(GLOB_BYTES).entries()) expect(collect(subject), misses ? [] : [MADE_FOR[turn]]);
  return timeBoth(collect, texts, GLOB_BYTES);
}

function expect(places, numbers) {
  const found = places.map((place) => FIRST + place);
  if (String(found) !== String(numbers)) throw new Error(`globs ${found} match, expected ${numbers}`);
}

async function timeShell(name) {
  const { analyseShell } = await import(dist("intent/shell/analyse.js"));
  const texts = (bytes) => [flat(shellKinds[name](bytes))];
  const analyse = (line) => analyseShell(line, { clusters: [] });
  const [long] = texts(SHELL_BYTES * 2);
  return { ...timeBoth(analyse, texts, SHELL_BYTES), understood: analyse(long).opaque === null };
}

function timeBoth(call, texts, bytes) {
  const [short, long] = [texts(bytes), texts(bytes * 2)];
  return { short_ns: timeSync(call, short), long_ns: timeSync(call, long), scan_ns: timeSync(scan, short) };
}

/** The physical limit: looking at every character once. */
function scan(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum += text.charCodeAt(at);
  return sum;
}

/** A string built of pieces is flattened on its first use, which is no part of the measurement. */
function flat(text) {
  return Buffer.from(text).toString();
}
