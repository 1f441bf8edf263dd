import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);

/** Parts of the team server lie side by side, and the week view with them, because it is read from beside the code. */
export const teamBundle = (): Plugin => ({
  name: "punchcard:team-bundle",
  applyToEnvironment: (environment) => environment.name === "team",
  outputOptions: (options) => ({
    ...options,
    chunkFileNames: "[name]-[hash].js",
    // oidc-provider names its models by their classes.
    minify: false,
  }),
  enforce: "pre",
  // `pg` extends what it requires, which is no class where it gets the package's ES module.
  resolveId: (id) => (id === "pg-pool" ? require.resolve(id) : null),
  // EVAL: of a library that asks for names of arguments; it is never given text from outside. The other: what stdio
  // loads late is loaded at once here.
  onLog: (_level, { code }) => (code === "EVAL" || code === "INEFFECTIVE_DYNAMIC_IMPORT" ? false : undefined),
  writeBundle({ dir = "" }) {
    copyFileSync(join(dir, "../mcp-server/week-view.html"), join(dir, "week-view.html"));
  },
});
