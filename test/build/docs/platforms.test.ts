import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

/** docs/reference/platforms.md says what holds each point; here: that what it names is there. */
const root = resolve(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const rows = [...read("docs/reference/platforms.md").matchAll(/^\| ([\d, ]+) \| .* \| (.*) \| (.*?) ?\|$/gm)].map(
  ([, points = "", done = "", held = ""]) => ({ points: points.split(", ").map(Number), done, held }),
);

it("each of the 29 points has its row", () => {
  expect(rows.flatMap(({ points }) => points)).toEqual(Array.from({ length: 29 }, (_, at) => at + 1));
});

it("no point is left without a test", () => {
  expect(rows.filter(({ held, done }) => !held.includes("`") || done.includes("**left**"))).toEqual([]);
});

it("every test exists, and every step is one of its workflow or of the smoke test", () => {
  const named = rows.flatMap(({ held }) => [...held.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(29);
  for (const name of named) {
    const [file = "", step] = name.split(/: (.*)/s);
    if (step === undefined) expect(existsSync(join(root, file)) && /^test\/.*\.test\.ts$/.test(file), name).toBe(true);
    else if (file.endsWith(".yml"))
      expect(read(`.github/workflows/${file}`), name).toMatch(new RegExp(`name: ${step}(?: \\(.*\\))?$`, "m"));
    else expect(read(file), name).toContain(`"${step}"() {`);
  }
});
