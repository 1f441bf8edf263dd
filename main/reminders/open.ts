import type { Notification } from "electron";
import { z } from "zod";
import { absencesResult } from "#core/domain/results/absences";
import { reportResult } from "#core/domain/results/reports";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { Core } from "../app/core";
import { type Log, toFailure } from "../app/failure";
import { Scheduler } from "../app/scheduler";
import { showNotice } from "../desktop/notice";
import type { TimerView } from "../ipc/contract/timer/timer";
import { type Reminder, Reminders } from "./index";
import { openReminderKeep } from "./keep";
import { reminderWords } from "./words";

const dayMs = 86_400_000;
const preference = z.object({ records: z.array(z.object({ values: z.record(z.string(), z.unknown()) })) });

/** The days of a span, first and last included. */
const daysOf = (first: string, last: string) =>
  Array.from({ length: Math.min(400, Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1) }, (_, index) =>
    new Date(Date.parse(`${first}T12:00:00Z`) + index * dayMs).toISOString().slice(0, 10),
  );

/** Ties reminders to the account in use, its calendar, and the system's notifications. */
export function openReminders(
  electron: { Notification: typeof Notification },
  core: Core,
  options: { home: string; show(window: "timer" | "main", page?: "entries"): void; log: Log },
): Reminders {
  const { settings, timer, server, facts } = core;
  const { log, show } = options;
  const account = () => {
    const found = settings.get().accounts.find(({ id }) => id === settings.get().activeAccount);
    if (!found) return null;
    const { zone, targetSeconds } = facts.view(found, false);
    return { id: found.id, zone, targetSeconds };
  };
  const act = (run: () => Promise<TimerView>) =>
    void run().then(
      (view) => {
        if (view.failed) show("timer");
      },
      (error: unknown) => {
        log("reminder", { code: toFailure(error, log).code });
        show("timer");
      },
    );
  const first = ({ kind }: Reminder): void => {
    const { suggestion } = timer.view();
    if (kind === "begin" && suggestion) act(() => timer.clockIn(suggestion));
    else if (kind === "end") act(() => timer.clockOut());
    else if (kind === "break") act(() => timer.takeBreak());
    else if (kind === "week" || kind === "month") show("main", "entries");
    else show("timer");
  };
  return new Reminders({
    timer: () => timer.view(),
    account,
    settings: () => settings.get().ui.reminders,
    scheduler: new Scheduler(),
    keep: openReminderKeep(options.home, log),
    async calendar(id, from, to) {
      const service = settings.get().accounts.find((one) => one.id === id)?.service;
      const ahead = { account: id, from, to, people: ["me"], show: ["absences", "holidays"] };
      const { absences, holidays } = await server.call(
        "list_absences",
        ahead,
        absencesResult.pick({ absences: true, holidays: true }),
      );
      const away = absences.filter(
        ({ mine, status, first_half, last_half, part }) =>
          mine && status === "approved" && !first_half && !last_half && part === undefined,
      );
      const kept =
        service && descriptorOf(service).isLocal
          ? await server.call("list_records", { account: id, type: "preference" }, preference)
          : null;
      const country = kept?.records[0]?.values.holiday_country;
      return {
        daysOff: [
          ...holidays.filter(({ half }) => !half).map(({ day }) => day),
          ...away.flatMap((one) => daysOf(one.first, one.last)),
        ],
        country: typeof country === "string" ? country : null,
      };
    },
    async lacks(id, from, to) {
      const asked = { account: id, from, to, people: ["me"], by: ["day"], show: ["target", "missing"], limit: 40 };
      const { missing = [] } = await server.call("report_time", asked, reportResult);
      return missing.flatMap(({ day, target, seconds }) =>
        target !== null && target > seconds ? [{ day, seconds: target - seconds }] : [],
      );
    },
    show(reminder, { snooze, notToday }) {
      const t = core.t();
      const running = timer.view().status?.running ?? timer.view().suggestion;
      const about = {
        now: Date.now(),
        language: core.state().language,
        work: running?.work ?? null,
        text: running?.text ?? "",
      };
      const { title, body, action } = reminderWords(reminder, about, t);
      const open = () =>
        reminder.kind === "week" || reminder.kind === "month" ? show("main", "entries") : show("timer");
      return showNotice(electron, {
        title,
        body,
        actions: [
          { text: action, run: () => first(reminder) },
          { text: t("reminder.snooze"), run: snooze },
          { text: t("reminder.notToday"), run: notToday },
        ],
        click: open,
        failed: () => log("reminder not shown", { kind: reminder.kind }),
      });
    },
    log,
  });
}
