import { afterAll, vi } from "vitest";

/** Unit test files share a process: each leaves the clock and the environment of the process as it found them. */
const before = { ...process.env };
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
