import { Worker } from "node:worker_threads";
import { InputError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import type { OpenCalendar } from "./read";

type Shown = ReturnType<OpenCalendar["events"]>;

export interface Ask {
  id: number;
  from: string;
  to: string;
  zone: string;
}
/** An InputError does not survive the way between threads. */
export interface Told {
  id: number;
  shown?: Shown;
  refused?: { code: string; message: MessageText; next?: MessageText };
  failed?: string;
}

export interface CalendarReading {
  /** @throws InputError `not_a_calendar`, `web_page`, `calendar_too_much` */
  events(from: string, to: string, zone: string): Promise<Shown>;
  close(): void;
}
/** @param owners e-mail addresses of the calendar's person */
export type ReadCalendar = (text: string, owners: readonly string[]) => CalendarReading;

/** Milliseconds. A calendar of 10 MB takes two or three seconds. */
const limits = { answer: 20_000, idle: 60_000 };

interface Waiting {
  resolve(shown: Shown): void;
  reject(error: unknown): void;
  late: NodeJS.Timeout;
}

/** Calendars in threads of their own, which end after a minute without a question, and at once where one takes too long. */
export function calendarReader(script: string, { answer, idle } = limits): ReadCalendar {
  return (text, owners) => {
    const waiting = new Map<number, Waiting>();
    let thread: Worker | null = null;
    let last = 0;
    let rest: NodeJS.Timeout | undefined;

    const end = (error: unknown) => {
      clearTimeout(rest);
      const old = thread;
      thread = null;
      for (const { reject, late } of waiting.values()) {
        clearTimeout(late);
        reject(error);
      }
      waiting.clear();
      void old?.terminate();
    };
    const start = () => {
      const made = new Worker(script, {
        workerData: { text, owners },
        resourceLimits: { maxOldGenerationSizeMb: 512 },
      });
      made.unref();
      const gone = (error?: unknown) => made === thread && end(error ?? new Error("the calendar's thread ended"));
      made.on("error", (error) =>
        gone((error as { code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuch() : error),
      );
      made.on("exit", () => gone());
      made.on("message", ({ id, shown, refused, failed }: Told) => {
        const one = waiting.get(id);
        if (!one) return;
        waiting.delete(id);
        clearTimeout(one.late);
        if (waiting.size === 0) rest = setTimeout(() => end(null), idle).unref();
        if (shown) one.resolve(shown);
        else if (refused) one.reject(new InputError(refused.code, refused.message, { next: refused.next }));
        else one.reject(new Error(failed));
      });
      return made;
    };
    return {
      events: (from, to, zone) =>
        new Promise((resolve, reject) => {
          clearTimeout(rest);
          thread ??= start();
          const id = ++last;
          waiting.set(id, { resolve, reject, late: setTimeout(() => end(tooMuch()), answer) });
          thread.postMessage({ id, from, to, zone } satisfies Ask);
        }),
      close: () => end(new InputError("cancelled", "It was cancelled.")),
    };
  };
}

const tooMuch = () =>
  new InputError("calendar_too_much", "This calendar takes too long to read.", {
    next: "Export a shorter period of it, or choose another calendar.",
  });
