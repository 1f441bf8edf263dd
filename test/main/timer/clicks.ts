import { Scheduler } from "#main/app/scheduler";
import type { TimerServer } from "#main/timer/commands";
import { openLastKnown } from "#main/timer/last-known";
import { openOutboxFile } from "#main/timer/outbox-file";
import { Timer } from "#main/timer/timer";

/** A timer with its files in `home`, as at a start of the app. */
export function openTimer(home: string, server: TimerServer) {
  const scheduler = new Scheduler();
  const timer = new Timer({
    server,
    scheduler,
    outbox: openOutboxFile(home, () => undefined),
    lastKnown: openLastKnown(home, () => undefined),
    account: () => "kimai-1",
    reopens: () => true,
    stamps: () => false,
    unreadableReason: async () => null,
    changed: () => undefined,
    called: () => undefined,
    log: () => undefined,
  });
  return { timer, close: () => scheduler.clearAll() };
}

/**
 * One run of the app: a start, and clicks one after the other.
 * @param clicks `out,in:7,break,resume`; `online`: the service answers from there on
 * @param answered is told each click whose answer the person has
 */
export async function runApp(
  home: string,
  server: TimerServer,
  clicks: string,
  { online, answered }: { online(): Promise<unknown>; answered(click: string): void },
): Promise<void> {
  const { timer, close } = openTimer(home, server);
  try {
    await timer.refresh();
    for (const click of clicks.split(",")) {
      const [what, id = ""] = click.split(":");
      if (what === "in") await timer.clockIn({ work: { project: { id, name: id } }, text: "", tags: [] });
      else if (what === "out") await timer.clockOut();
      else if (what === "break") await timer.takeBreak();
      else if (what === "resume") await timer.resume();
      else if (what === "online") await online();
      // A reading that began with the click would send it too; one after the other, so that each moment is always the same.
      await timer.refresh();
      await timer.settled();
      answered(click);
    }
  } finally {
    close();
  }
}
