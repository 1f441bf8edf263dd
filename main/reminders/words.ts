import type { Translate } from "../locales";
import { clock, hoursMinutes, workName } from "../tray/format";
import { breakDue } from "./break-rules";
import type { Reminder } from "./index";

/** What a reminder says, and what its first button does. */
export function reminderWords(
  { kind, seconds, target, country, zone, begin, lacks }: Reminder,
  about: { now: number; language: string; work: Parameters<typeof workName>[0] | null; text: string },
  t: Translate,
): { title: string; body: string; action: string } {
  const { language, work, text, now } = about;
  const name = (work && workName(work, text)) || t("tray.someWork");
  const length = hoursMinutes(seconds);
  const date = (day: string) =>
    new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" })
      .format(Date.parse(`${day}T12:00:00Z`))
      .replace(",", "");
  const missing = {
    length: hoursMinutes(lacks.reduce((sum, { seconds }) => sum + seconds, 0)),
    days: lacks
      .slice(0, 3)
      .map((one) => `${date(one.day)} ${hoursMinutes(one.seconds)}`)
      .join(", "),
  };
  const action = t(`reminder.action.${kind}`);
  switch (kind) {
    case "begin":
      return { title: t("reminder.begin", { time: clock(new Date(now).toISOString(), zone) }), body: name, action };
    case "end":
      return {
        title: target ? t("reminder.endOf", { length, target: hoursMinutes(target) }) : t("reminder.end", { length }),
        body: t("reminder.endBody", { work: name }),
        action,
      };
    case "break": {
      const due = breakDue(country, Math.floor(seconds / 60));
      const place =
        country === null ? "" : (new Intl.DisplayNames(language, { type: "region" }).of(country) ?? country);
      const rule = due === null ? "" : t("reminder.rule", { country: place, minutes: due });
      const since =
        begin === null ? "" : t("reminder.since", { time: clock(new Date(now - seconds * 1000).toISOString(), zone) });
      return { title: t("reminder.break", { length }), body: [rule, since].filter(Boolean).join(" "), action };
    }
    case "long":
      return { title: t("reminder.long", { work: name, length }), body: t("reminder.longBody"), action };
    case "week":
      return { title: t("reminder.week", missing), body: missing.days, action };
    case "month":
      return { title: t("reminder.month", missing), body: missing.days, action };
  }
}
