import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const read = (path: string) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
const parentOf = (pid: number) => {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
};

/** The process and everything below it. */
function processTree(root: number): number[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const tree = [root];
  for (const pid of tree)
    for (const other of all) if (parentOf(other) === pid && !tree.includes(other)) tree.push(other);
  return tree;
}

/** MiB over the whole process tree. PSS shares common pages out; RSS counts them for each process. */
export function memoryOf(root: number): { rss: number; pss: number } {
  let rss = 0;
  let pss = 0;
  for (const pid of processTree(root)) {
    rss += Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
    pss += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return { rss: rss / 1024, pss: pss / 1024 };
}

/** MiB of RSS at the highest point since the process began, or since `forgetPeak`. */
export const peakOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;

/** Lets the peak begin anew. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");

/** Linux counts in hundredths of a second for user programs, whatever its kernel does. */
const ticksPerSecond = 100;

/** Seconds that the processor worked for the process tree until now; of children that ended it knows nothing. */
export const cpuSecondsOf = (root: number): number =>
  processTree(root).reduce((sum, pid) => {
    const stat = read(`/proc/${pid}/stat`);
    // After the name, which may hold blanks: the 12th and 13th are user and system time.
    const parts = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return sum + (Number(parts[11] ?? 0) + Number(parts[12] ?? 0)) / ticksPerSecond;
  }, 0);
