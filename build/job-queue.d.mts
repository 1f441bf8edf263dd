export interface Job {
  name: string;
  /** Names of jobs that must have ended before. */
  needs?: string[];
  /** Must not reject: a job reports its own failure. */
  run(): Promise<unknown>;
}

export function runJobs(jobs: Job[], slots: number): Promise<void>;
