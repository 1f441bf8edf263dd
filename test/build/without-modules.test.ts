import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Packages that a script imports before its own code runs, by way of our modules too. */
function packagesBefore(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?:[^"']*? from )?["']([^"']+)["']/gm);
  return [...imports].flatMap(([, target = ""]) => {
    if (target.startsWith(".")) return packagesBefore(join(dirname(file), target), seen);
    return target.startsWith("node:") ? [] : [`${file.slice(root.length + 1)}: ${target}`];
  });
}

it.each(["package", "start", "test", "test-quick", "test-install"])(
  "%s.mjs starts in a new clone, which has no modules yet",
  (name) => {
    const file = join(root, "build", `${name}.mjs`);
    expect(readFileSync(file, "utf8")).toContain("ensureModules()");
    expect(packagesBefore(file)).toEqual([]);
  },
);
