import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createBuilder } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder with the built windows. */
    pages: string;
  }
}

export const chromium = "/usr/bin/chromium";

/**
 * Builds the windows once for all test files, as `vite build` does, but with React's development build: it complains
 * about what a browser silently mends. (Vitest's own "test" makes react-aria leave out a style that the policy names.)
 */
export default async function buildPages(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-pages-"));
  project.provide("pages", folder);
  if (!existsSync(chromium)) return undefined;
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "development";
  try {
    const builder = await createBuilder({
      configFile: resolve(import.meta.dirname, "../../vite.config.ts"),
      logLevel: "error",
      environments: { client: { build: { outDir: folder, emptyOutDir: true } } },
    });
    const client = builder.environments.client;
    if (!client) throw new Error("vite.config.ts has no client environment");
    await builder.build(client);
  } finally {
    process.env.NODE_ENV = before;
  }
  return () => rmSync(folder, { recursive: true, force: true });
}
