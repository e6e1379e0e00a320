import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_EVALUATION } from "../../src/kernel/evaluation.ts";
import { AGENT_BASELINE } from "../../src/policy/built-in/agent-baseline.ts";
import { makeWorld, type World } from "../e2e/cli-world.ts";
import { conforms } from "./conform.ts";
import { type CommandVector, policyFiles, type Vector, vectorFiles } from "./vector.ts";

interface Seed {
  readonly decisions: readonly Vector[];
  readonly commands: readonly CommandVector[];
}

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

for (const { file, vectors } of vectorFiles<Seed>("seed")) {
  describe(`vectors/seed/${file}`, () => {
    for (const vector of vectors.decisions) it(`${vector.source}: ${vector.title}`, () => conforms(vector));
    for (const command of vectors.commands) it(`${command.source}: ${command.title}`, () => runs(command));
  });
}

describe("vectors/seed/palyra.json", () => {
  const decisions = vectorFiles<Seed>("seed").find(({ file }) => file === "palyra.json")?.vectors.decisions ?? [];

  it.each(AGENT_BASELINE.rules.map(({ id }) => id))("has the policy %s", (id) => {
    expect(
      decisions.some(({ expect: wanted }) => (wanted["matched_rules"] as string[] | undefined)?.includes(id)),
    ).toBe(true);
  });

  it.each(Object.keys(DEFAULT_EVALUATION))("has the field %s", (field) => {
    expect(decisions.some(({ policy }) => typeof policy === "string" && policy.includes(`\n${field} = `))).toBe(true);
  });
});

async function runs({ policy, words, stdin = "", expect: wanted }: CommandVector): Promise<void> {
  for (const { name, text } of policy === null ? [] : policyFiles(policy)) world.write(name, text);
  const { code, out, err } = await world.run(words, { stdin });
  expect(code).toBe(wanted.exit);
  for (const text of wanted.out ?? []) expect(out).toContain(text);
  for (const text of wanted.err ?? []) expect(err).toContain(text);
  if (wanted.json !== undefined) expect(documents(out)).toMatchObject(wanted.json);
}

/** One JSON document, or one a line. */
function documents(out: string): readonly unknown[] {
  try {
    return [JSON.parse(out)];
  } catch {
    return out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  }
}
