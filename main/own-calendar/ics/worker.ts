import { parentPort, workerData } from "node:worker_threads";
import { InputError } from "#core/domain/errors";
import { withCodes } from "#core/messages/message";
import type { Ask, Told } from "./background";
import { type OpenCalendar, openCalendar } from "./read";

/** Reads one calendar, whose text it was started with, so that nobody waits for a large one or for an endless series. */
const { text, owners } = workerData as { text: string; owners: string[] };
let calendar: OpenCalendar | null = null;

parentPort?.on("message", ({ id, from, to, zone }: Ask) => {
  parentPort?.postMessage({ id, ...answer(from, to, zone) } satisfies Told);
});

function answer(from: string, to: string, zone: string): Omit<Told, "id"> {
  try {
    calendar ??= openCalendar(text, owners);
    return { shown: calendar.events(from, to, zone) };
  } catch (error) {
    if (!(error instanceof InputError)) return { failed: String(error) };
    return { refused: { code: error.code, message: withCodes(error.text), next: withCodes(error.next) } };
  }
}
