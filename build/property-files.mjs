import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const propertyImport = /from "(?:\.\.?\/)+property"/;

/**
 * @param {string} root folder of the repository
 * @returns {string[]} test files that import test/property.ts, as sorted paths from `root` with slashes
 */
export const propertyFiles = (root) =>
  readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\.test\.tsx?$/.test(file) && propertyImport.test(readFileSync(join(root, file), "utf8")))
    .sort();

/**
 * @param {readonly string[]} files as `propertyFiles` returns them
 * @param {readonly string[]} filters parts of paths; with none, every file matches
 */
export const matchingFiles = (files, filters) =>
  filters.length === 0 ? files : files.filter((file) => filters.some((filter) => file.includes(filter)));
