import { expect, it } from "vitest";
import { type Job, runJobs } from "../../build/job-queue.mjs";

/** Jobs that end when the test says so, with a log of their starts. */
function manualJobs(...names: (string | [name: string, needs: string])[]) {
  const started: string[] = [];
  const endings = new Map<string, () => void>();
  const jobs = names.map((each): Job => {
    const [name, ...needs] = [each].flat() as [string, ...string[]];
    return {
      name,
      needs,
      run() {
        started.push(name);
        return new Promise<void>((resolve) => endings.set(name, resolve));
      },
    };
  });
  const end = async (name: string) => {
    endings.get(name)?.();
    await new Promise(setImmediate);
  };
  return { jobs, started, end };
}

it("fills the slots in the order of the list, and a free slot at once", async () => {
  const { jobs, started, end } = manualJobs("a", "b", "c");
  const all = runJobs(jobs, 2);
  expect(started).toEqual(["a", "b"]);
  await end("b");
  expect(started).toEqual(["a", "b", "c"]);
  await end("a");
  await end("c");
  await all;
});

it("starts a later job while an earlier one waits for what it needs", async () => {
  const { jobs, started, end } = manualJobs("build", ["browser", "build"], "lint");
  const all = runJobs(jobs, 2);
  expect(started).toEqual(["build", "lint"]);
  await end("build");
  expect(started).toEqual(["build", "lint", "browser"]);
  await end("lint");
  await end("browser");
  await all;
});

it("rejects jobs that need what is not on the list", async () => {
  const { jobs } = manualJobs(["browser", "build"]);
  await expect(runJobs(jobs, 2)).rejects.toThrow("browser");
});
