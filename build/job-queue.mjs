/**
 * Runs jobs on a fixed number of slots, in their order, each as soon as a slot is free and its prerequisites are done.
 * A failed prerequisite does not stop the jobs that need it: they fail by themselves and say why.
 * @param {import("./job-queue.mjs").Job[]} jobs
 * @param {number} slots
 */
export async function runJobs(jobs, slots) {
  const done = new Set();
  const waiting = [...jobs];
  const running = new Set();
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(({ needs = [] }) => needs.every((name) => done.has(name)));
    if (next >= 0 && running.size < slots) {
      const [job] = waiting.splice(next, 1);
      const run = job.run().then(() => {
        done.add(job.name);
        running.delete(run);
      });
      running.add(run);
    } else if (running.size === 0) {
      throw new Error(`no job can start: ${waiting.map(({ name }) => name).join(", ")} need jobs that do not exist`);
    } else await Promise.race(running);
  }
}
