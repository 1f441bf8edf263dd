import { Worker } from "node:worker_threads";
import { InputError } from "#core/domain/errors";
import { type Job, runJob } from "./job";
import type { Answer, Answers, FileEditor, FormatSpec } from "./types";
import type { AnswerMessage, JobMessage } from "./worker";

/** What takes a few milliseconds is done at once; `~/.claude.json` grows to megabytes, which take a second. */
const large = 64 * 1024;
const idle = 10_000;

/** @param script the built worker.ts; without one everything is done on this thread */
export function fileEditors(script: string | undefined): (spec: FormatSpec) => FileEditor {
  const worker = script === undefined ? null : workerOf(script);
  const run = (job: Job) => (worker && (job.bytes?.length ?? 0) > large ? worker(job) : runJob(job));
  return (spec) => ({
    entries: (bytes, toRemove) => run({ ask: "entries", spec, bytes, toRemove }) as Promise<Answers["entries"]>,
    change: (bytes, toRemove, edit) =>
      run({ ask: "change", spec, bytes, toRemove, edit }) as Promise<Answers["change"]>,
    diff: (bytes, after) => run({ ask: "diff", spec, bytes, after }) as Promise<Answers["diff"]>,
  });
}

interface Waiting {
  job: Job;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** One thread, started with the first job and ended after the last. Where none can be started, this one does the work. */
function workerOf(script: string): (job: Job) => Promise<Answer> {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;
  let timer: NodeJS.Timeout | undefined;

  function start(): Worker {
    const made = new Worker(script);
    made.unref();
    made.on("message", (message: AnswerMessage) => {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if (waiting.size === 0) rest();
      if ("answer" in message) one?.resolve(message.answer);
      else if ("refused" in message) {
        const { code, message: why, next } = message.refused;
        one?.reject(new InputError(code, why, { next }));
      } else one?.reject(new Error(message.failed));
    });
    made.on("error", () => gone(made));
    made.on("exit", () => gone(made));
    return made;
  }
  function rest(): void {
    thread?.unref();
    timer = setTimeout(() => void thread?.terminate(), idle);
    timer.unref();
  }
  function gone(which: Worker): void {
    if (thread !== which) return;
    thread = null;
    const left = [...waiting.values()];
    waiting.clear();
    for (const { job, resolve, reject } of left) runJob(job).then(resolve, reject);
  }

  return (job) =>
    new Promise((resolve, reject) => {
      clearTimeout(timer);
      thread ??= start();
      // A command line stays until its answer is there.
      thread.ref();
      const message: JobMessage = { id: ++last, job };
      waiting.set(message.id, { job, resolve, reject });
      thread.postMessage(message);
    });
}
