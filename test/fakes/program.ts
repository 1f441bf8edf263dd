import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../..");

/** Bundles a program of the tests as the server is, for a plain Node process. @param entry path of its source */
export async function bundledProgram(entry: string): Promise<{ script: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-program-"));
  chmodSync(folder, 0o755);
  await build({
    configFile: false,
    logLevel: "error",
    root,
    ssr: { noExternal: true, external: ["libsql"] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: "node22",
      rolldownOptions: {
        input: entry,
        output: { format: "cjs", entryFileNames: "program.cjs", codeSplitting: false },
      },
    },
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return {
    script: join(folder, "program.cjs"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
