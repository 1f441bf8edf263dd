import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isSupported } from "../../build/node.mjs";

it.each([
  ["20.20.2", false],
  ["22.11.0", false],
  ["22.12.0", true],
  ["22.23.3", true],
  ["24.0.0", true],
])("Node %s is new enough: %s", (version, expected) => {
  expect(isSupported(version)).toBe(expected);
});

it("package.json asks for the same Node as the scripts do", () => {
  const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  const [, oldest] = /^>=(\d+\.\d+)$/.exec(engines.node) ?? [];
  expect(isSupported(`${oldest}.0`)).toBe(true);
  const [major, minor] = (oldest ?? "").split(".").map(Number);
  expect(isSupported(`${major}.${(minor ?? 0) - 1}.0`)).toBe(false);
});
