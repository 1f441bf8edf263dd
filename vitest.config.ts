import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Folders whose tests need a build, a browser or a service: projects of their own. */
const notUnit = "test/{renderer,integration,e2e,install,live,clients-live}/**";
/**
 * Files that replace a module, which the next file of the same process would get too: they have a process of their own.
 * All others share the modules of a worker, as reading these takes as long as most tests.
 */
const replacing = readdirSync(join(import.meta.dirname, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.test\.tsx?$/.test(file))
  .map((file) => `test/${file.replaceAll("\\", "/")}`)
  .filter((file) => /\bvi\.(mock|doMock|resetModules)\(/.test(readFileSync(join(import.meta.dirname, file), "utf8")));
/** `npm run test:random` runs more cases of each property (test/property.ts). */
const timeFactor = process.env.PUNCHCARD_RANDOM === "1" ? Number(process.env.PUNCHCARD_RANDOM_FACTOR || 10) : 1;
const unit = {
  // Vitest leaves one processor free, which on two of them is half.
  maxWorkers: "100%",
  // For what hangs: on a machine that others use too a test may take ten times as long. So may a second, the default of a poll.
  testTimeout: 60_000 * timeFactor,
  hookTimeout: 60_000 * timeFactor,
  expect: { poll: { timeout: 10_000 } },
};

/**
 * unit: fakes and files, no build needed · unit-alone: of these, the files that replace a module ·
 * pages: the windows in a real browser, built once for all files ·
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
          ...unit,
          name: "unit",
          isolate: false,
          setupFiles: ["test/restore-globals.ts", "test/message-equality.ts"],
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [notUnit, ...replacing],
        },
      },
      {
        test: {
          ...unit,
          name: "unit-alone",
          include: replacing,
          exclude: [notUnit],
        },
      },
      {
        test: {
          name: "pages",
          // One processor stayed idle at the end of the gate, where these are alone.
          maxWorkers: "100%",
          include: ["test/renderer/**/*.test.ts"],
          // Files of a worker share its browser and the page in it (test/renderer/window.ts).
          isolate: false,
          setupFiles: ["test/restore-globals.ts", "test/message-equality.ts"],
          globalSetup: ["test/renderer/build-pages.ts"],
          testTimeout: 60_000 * timeFactor,
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
