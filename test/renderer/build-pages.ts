import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createBuilder } from "vite";
import type { TestProject } from "vitest/node";
import { whyNoChromium } from "../fakes/chromium";
import { nightly } from "../nightly";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder with the built windows. */
    pages: string;
    /** The folder with the built pages of the team server. */
    teamPages: string;
  }
}

/**
 * Builds the windows once for all test files, as `vite build` does. The nightly run uses React's development build, which
 * reports what a browser corrects silently; opening a window then takes half as much processor time again.
 * (Vitest's own "test" makes react-aria leave out a style that the policy names.)
 */
export default async function buildPages(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-pages-"));
  const [app, team] = [join(folder, "app"), join(folder, "team")];
  project.provide("pages", app);
  project.provide("teamPages", team);
  if (whyNoChromium) return undefined;
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = nightly ? "development" : "production";
  try {
    const builder = await createBuilder({
      configFile: resolve(import.meta.dirname, "../../vite.config.ts"),
      logLevel: "error",
      environments: {
        client: { build: { outDir: app, emptyOutDir: true } },
        teamPages: { build: { outDir: team, emptyOutDir: true } },
      },
    });
    const { client, teamPages } = builder.environments;
    if (!client || !teamPages) throw new Error("vite.config.ts lacks an environment of pages");
    await Promise.all([builder.build(client), builder.build(teamPages)]);
  } finally {
    process.env.NODE_ENV = before;
  }
  return () => rmSync(folder, { recursive: true, force: true });
}
