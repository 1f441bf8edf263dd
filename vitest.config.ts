import { defineConfig } from "vitest/config";

/**
 * unit: pure parts and fakes, no build needed · pages: the windows in a real browser, built once for all files ·
 * integration: the built server, spawned · hosted: the same, behind the launcher of the running app ·
 * live: a real service, only when asked for (npm run test:kimai-live) ·
 * install: packages, installed in clean systems, only when asked for (npm run test:install) ·
 * clients-live: the real AI clients from npm, where the network or out/clients-live has them (npm run test:clients-live) ·
 * e2e: the built app in a real Electron, one at a time (it owns the display, the bus and the keychain).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Vitest leaves one processor free, which on two of them is half.
          maxWorkers: "100%",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/{renderer,integration,e2e,install,live,clients-live}/**"],
          testTimeout: 20_000,
          // A second, which is the default, is not long on a busy machine.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          name: "pages",
          include: ["test/renderer/**/*.test.ts"],
          globalSetup: ["test/renderer/build-pages.ts"],
          testTimeout: 20_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          name: "integration",
          // Much of it is waiting for what must take its time; each file has its own server and home.
          maxWorkers: "100%",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "hosted",
          maxWorkers: "100%",
          env: { PUNCHCARD_HOSTED: "1" },
          include: ["test/integration/{app-window,confirmation,permissions,protocol}.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "clients-live",
          include: ["test/clients-live/**/*.test.ts"],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "install",
          include: ["test/install/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
