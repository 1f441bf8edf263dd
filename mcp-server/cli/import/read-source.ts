import { readFileSync, statSync } from "node:fs";
import { ImportProblem } from "./client-entries";

/** In bytes; what people configure is far smaller. */
const largest = 5_000_000;

/** @throws ImportProblem where it is no file, too large, or cannot be read */
export function readSource(file: string): string {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw new ImportProblem(`${file} is a folder.`);
    if (stats.size > largest) throw new ImportProblem(`${file} is too large for a configuration.`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof ImportProblem) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportProblem(code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read (${code}).`);
  }
}
