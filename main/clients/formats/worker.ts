import { parentPort } from "node:worker_threads";
import { InputError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import { withCodes } from "#core/messages/message";
import { type Job, runJob } from "./job";
import type { Answer } from "./types";

/** What background.ts sends and gets back. */
export interface JobMessage {
  id: number;
  job: Job;
}
export type AnswerMessage = { id: number } & (
  | { answer: Answer }
  /** An InputError does not survive the way between threads. */
  | { refused: { code: string; message: MessageText; next?: MessageText } }
  | { failed: string }
);

/** Reads and changes clients' large files, so that the tray's thread does not wait for it. */
parentPort?.on("message", async ({ id, job }: JobMessage) => {
  parentPort?.postMessage(await answered(id, job));
});

async function answered(id: number, job: Job): Promise<AnswerMessage> {
  try {
    return { id, answer: await runJob(job) };
  } catch (error) {
    if (!(error instanceof InputError)) return { id, failed: String(error) };
    return { id, refused: { code: error.code, message: withCodes(error.text), next: withCodes(error.next) } };
  }
}
