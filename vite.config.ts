import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type EnvironmentOptions } from "vite";
import { asciiOutput } from "./build/ascii-output";
import { bundledModules } from "./build/bundle/modules";
import { leanSettingsStore } from "./build/lean-settings-store";
import { lazyServerBundle } from "./build/server-bundle";
import { singleFilePage } from "./build/single-file-page";
import { teamBundle } from "./build/team-bundle";
import { teamPages } from "./build/team-pages";
import { version } from "./package.json";

/** Loaded from node_modules at run time because they carry a native binary. */
const nativeModules = ["@napi-rs/keyring", "libsql"];

const mainExternal = ["electron", ...nativeModules];

/** One CommonJS file for Node: what Electron's main process, a sandboxed preload and node mode all accept. */
function nodeBundle(entry: string, outDir: string, external: string[], split = false): EnvironmentOptions {
  return {
    consumer: "server",
    define: {
      PUNCHCARD_VERSION: JSON.stringify(version),
      PUNCHCARD_UPDATE_KEY: JSON.stringify(process.env.PUNCHCARD_UPDATE_KEY ?? ""),
    },
    resolve: { noExternal: true, external, conditions: ["node", "import", "module", "default"] },
    build: {
      outDir,
      emptyOutDir: true,
      target: "node22",
      minify: true,
      sourcemap: false,
      rolldownOptions: {
        input: resolve(import.meta.dirname, entry),
        platform: "node",
        external: [...external, /^node:/],
        output: { format: "cjs", entryFileNames: "index.js", codeSplitting: split, dynamicImportInCjs: false },
      },
    },
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, "renderer"),
  base: "./",
  plugins: [
    react(),
    bundledModules(),
    leanSettingsStore(),
    asciiOutput(),
    lazyServerBundle(),
    singleFilePage("weekView", "week-view.html"),
    teamBundle(),
    teamPages(),
  ],
  builder: {
    async buildApp(builder) {
      for (const name of [
        "client",
        "main",
        "preload",
        "server",
        "weekView",
        "team",
        "teamPages",
        "unregister",
        "formats",
        "calendar",
      ]) {
        const environment = builder.environments[name];
        if (!environment) throw new Error(`no such environment: ${name}`);
        await builder.build(environment);
      }
    },
  },
  environments: {
    client: {
      build: {
        outDir: resolve(import.meta.dirname, "out/renderer"),
        emptyOutDir: true,
        target: "chrome130",
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
      },
    },
    // What the tray does not need to show lies in files of its own, which are read when they are asked for.
    main: nodeBundle("main/index.ts", resolve(import.meta.dirname, "out/main"), mainExternal, true),
    preload: nodeBundle("main/preload.ts", resolve(import.meta.dirname, "out/preload"), ["electron"]),
    // For uninstallers, which have no display: the app's own binary runs it in node mode.
    unregister: nodeBundle("main/unregister.ts", resolve(import.meta.dirname, "out/unregister"), []),
    // What clients with MCP Apps show: one file beside the server that sends it.
    weekView: {
      consumer: "client",
      build: {
        outDir: resolve(import.meta.dirname, "out/mcp-server"),
        emptyOutDir: false,
        target: "es2022",
        cssTarget: "chrome123",
        assetsInlineLimit: 100_000_000,
        cssCodeSplit: false,
        rolldownOptions: {
          input: resolve(import.meta.dirname, "renderer/week-view/index.tsx"),
          output: { format: "iife", codeSplitting: false },
        },
      },
    },
    // Commands of the team server: for npm and the container, not in the app (electron-builder.yml).
    team: nodeBundle(
      "mcp-server/team-commands.ts",
      resolve(import.meta.dirname, "out/team"),
      [...nativeModules, "pg-native"],
      true,
    ),
    // People's pages on the team server, beside its commands.
    teamPages: {
      consumer: "client",
      build: {
        outDir: resolve(import.meta.dirname, "out/team/pages"),
        emptyOutDir: true,
        target: ["chrome123", "firefox121", "safari17.5"],
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rolldownOptions: { input: resolve(import.meta.dirname, "renderer/team/index.html") },
      },
    },
    // A thread of its own for clients' large files.
    formats: nodeBundle("main/clients/formats/worker.ts", resolve(import.meta.dirname, "out/formats"), []),
    // Another one for the own calendar.
    calendar: nodeBundle("main/own-calendar/ics/worker.ts", resolve(import.meta.dirname, "out/calendar"), []),
    // Split, and put back into one file by lazyServerBundle.
    server: nodeBundle("mcp-server/index.ts", resolve(import.meta.dirname, "out/mcp-server"), nativeModules, true),
  },
});
