import { uptime } from "node:os";
import type { Notification, PowerMonitor } from "electron";
import type { Core } from "../app/core";
import { type Log, toFailure } from "../app/failure";
import { Scheduler } from "../app/scheduler";
import type { AwayAnswer, AwayQuestion } from "../ipc/contract/timer/away";
import { Away } from "./index";
import { openAwayKeep } from "./keep";
import { askByNotice, tellFollowed } from "./notice";
import { openPresence } from "./presence";
import type { PresenceTells } from "./presence/source";

interface ElectronParts {
  powerMonitor: Pick<PowerMonitor, "on" | "off" | "getSystemIdleTime">;
  Notification: typeof Notification;
}

export interface OpenedAway {
  away: Away;
  tells(): PresenceTells;
  /** For its window: from then on the question can be read. */
  window: { shown(): void; closed(): void };
}

/** Ties noticing absences to this system, the timer and the windows. */
export function openAway(
  electron: ElectronParts,
  core: Core,
  options: {
    home: string;
    platform: NodeJS.Platform;
    env: NodeJS.ProcessEnv;
    show(name: "away" | "timer"): void;
    showSettings(): void;
    hide(): void;
    told(question: AwayQuestion | null): void;
    log: Log;
  },
): OpenedAway {
  const { settings, timer, facts } = core;
  const { log, home } = options;
  const source = openPresence(electron.powerMonitor, options);
  let endNotice: () => void = () => undefined;
  let open = false;

  const answer = (id: string, given: AwayAnswer, at?: string) =>
    away.answer(id, { answer: given, at }).catch((error: unknown) => {
      log("answer to an absence", { code: toFailure(error, log).code });
      options.show("away");
    });
  const away = new Away({
    timer,
    source,
    scheduler: new Scheduler(),
    keep: openAwayKeep(home, log),
    settings: () => settings.get().ui.away,
    setAlways: (always) =>
      void settings.update((draft) => {
        draft.ui.away.always = always;
      }),
    account: () => settings.get().activeAccount,
    stamps: (id) => facts.of(id)?.booking.free_times === false,
    dayEnd: () => (settings.get().ui.reminders.end.on ? settings.get().ui.reminders.end.at : null),
    uptime,
    ask(question, typing) {
      endNotice();
      if (!typing) return options.show("away");
      endNotice = askByNotice(electron, core.t(), core.state().language, question, {
        answer: (given, at) => void answer(question.id, given, at),
        more: () => options.show("away"),
      });
    },
    close() {
      endNotice();
      if (!open) return;
      open = false;
      options.hide();
    },
    waits: () => options.show("timer"),
    followed: (question, given) => tellFollowed(electron, core.t(), question, given, options.showSettings),
    changed() {
      if (open) options.told(away.current());
      core.changed();
    },
    log,
  });
  return {
    away,
    tells: () => source.tells(),
    window: {
      shown() {
        open = true;
        endNotice();
        options.told(away.current());
      },
      closed() {
        if (!open) return;
        open = false;
        away.later();
      },
    },
  };
}
