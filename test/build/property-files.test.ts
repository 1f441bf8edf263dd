import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { matchingFiles, propertyFiles } from "../../build/property-files.mjs";

const root = join(import.meta.dirname, "../..");

it("lists the test files that import the properties, and no helper", () => {
  const files = propertyFiles(root);
  expect(files).toContain("test/mcp-server/core/journal/replay/lost-changes.test.ts");
  expect(files.length).toBeGreaterThan(70);
  expect(files).not.toContain("test/fakes/hostile/texts.ts");
  expect(files).not.toContain("test/build/property-files.test.ts");
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it("selects files by parts of their paths", () => {
  const files = ["test/a/one.test.ts", "test/b/two.test.ts", "test/b/three.test.ts"];
  expect(matchingFiles(files, [])).toEqual(files);
  expect(matchingFiles(files, ["one", "b/three"])).toEqual(["test/a/one.test.ts", "test/b/three.test.ts"]);
  expect(matchingFiles(files, ["four"])).toEqual([]);
});
