import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../../..");

/** Bundles a program of the tests, for a plain Node process. @returns its path inside `folder` */
export async function bundled(source: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    root,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: "node22",
      rolldownOptions: {
        input: source,
        output: { format: "cjs", entryFileNames: "program.cjs", codeSplitting: false },
      },
    },
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return join(folder, "program.cjs");
}
