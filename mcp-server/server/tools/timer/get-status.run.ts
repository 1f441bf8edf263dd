import type { Entry, Instant } from "#core/domain/entities";
import type { StatusResult } from "#core/domain/results/timer";
import type { MessageText } from "#core/messages/catalog";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { dayBounds, dayOfEntry, isPlanned, secondsByDay, weekOf } from "#core/time/aggregate";
import { addDays } from "#core/time/civil";
import { clockOf, dayOf, hoursMinutes, withOffset } from "#core/time/format";
import { dayPieces, lookBackDays } from "#core/time/report/day-pieces";
import { Days, weekOfYear } from "#core/time/report/keys";
import { targetOf } from "#core/time/target";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { sumNotes } from "../lib/sum-notes";
import { breakView, entryLine, entryView, secondsOf, workLine } from "../lib/view";
import type { getStatus } from "./get-status";
import { lastEnded } from "./repeat-entry";

/** Who may not read time does not read it in sums either. */
const notTold = "What was worked today and this week is not told: reading time is not allowed here.";

const ofNewEntries =
  " New entries are too, until the person chooses another zone (save_record, type preference, zone); past ones never change theirs.";

let known: { offset: number; variable: string | undefined; zone: string } | undefined;

/** The zone of this computer. Asking for it takes longer than all else here, so only when its clock shows another offset. */
function zoneHere(now: Instant): string {
  const offset = new Date(now).getTimezoneOffset();
  const variable = process.env.TZ;
  if (known?.offset !== offset || known.variable !== variable)
    known = { offset, variable, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return known.zone;
}

/** A sentence where the clock on the wall is not the account's: "today" and "9:00" are meant in the account's zone. */
export function zoneNote(now: Instant, zone: string, { here = zoneHere(now), more = "" } = {}) {
  if (withOffset(now, here) === withOffset(now, zone)) return [];
  return [
    `This computer's clock shows ${clockOf(now, here)} (${here}); all times here are those of the account's zone, ${zone}.${more}`,
  ];
}

export const run: RunOf<typeof getStatus> = async (_input, call) => {
  const sums = call.level("time.read") !== "off";
  await call.confirm({
    cells: sums ? ["timer.read", "time.read"] : ["timer.read"],
    preview: [said({ kind: "read", what: sums ? "timerAndWeek" : "timer" })],
    targets: [],
  });
  const facts = await call.facts();
  const { service, signal } = call;
  const { now } = timeContext(call, facts);
  const today = dayOf(now, facts.zone);
  const week = weekOf(today, facts.weekStartsOn);
  const first = week[0] ?? today;
  // On its first day nothing may have ended in this week yet: the one before comes along, in the same request.
  const from = dayBounds(addDays(first, today === first ? -7 : -lookBackDays), facts.zone).from;
  const to = dayBounds(week.at(-1) ?? today, facts.zone).to;
  const entries: Entry[] = [];
  const [timer] = await Promise.all([
    service.timer.read({ signal, recent: true }),
    (async () => {
      if (!sums) return;
      const query = { from, to, people: "me" as const };
      for await (const page of service.time.list(query, { signal, recent: true })) entries.push(...page.entries);
    })(),
  ]);
  const place = { zone: facts.zone, now };
  // Begun before what was read.
  if (sums) entries.push(...timer.running.filter(({ id }) => !entries.some((one) => one.id === id)));
  // What runs past midnight counts for each of its days, so that "today" is what was worked today.
  const days = new Days(facts.zone, facts.weekStartsOn);
  const cut = (all: readonly Entry[]) => all.flatMap((entry) => dayPieces(entry, days, now));
  const counted = cut(entries);
  const totals = secondsByDay(counted, facts.zone, now);
  const running = timer.running[0] ?? null;
  const growing = cut(timer.running)
    .filter((entry) => dayOfEntry(entry, facts.zone) === today)
    .reduce((sum, entry) => sum + secondsOf(entry, now), 0);
  const ended = entries.filter((entry) => entry.end !== null && !isPlanned(entry, now));
  const last = !sums
    ? null
    : ended.length > 0
      ? ended.reduce((newest, one) => ((one.end ?? "") > (newest.end ?? "") ? one : newest))
      : await lastEnded(call, Date.parse(from), { recent: true });
  const weekDays = week.map((each) => ({
    day: each,
    seconds: totals.get(each) ?? 0,
    target: targetOf(each, facts),
  }));
  const more = descriptorOf(facts.service).isLocal ? ofNewEntries : "";
  const zones = call.onServer ? [] : zoneNote(now, facts.zone, { more });
  const inWeek = counted.filter((entry) => dayOfEntry(entry, facts.zone) >= first);
  const notes = sums ? sumNotes(inWeek, place, facts.person) : [];
  const data: Omit<StatusResult, "today" | "week"> &
    Partial<StatusResult> & { note?: string; notes?: MessageText[]; zone_note?: string } = {
    account: call.account,
    now: withOffset(now, facts.zone),
    zone: facts.zone,
    ...(zones[0] !== undefined && { zone_note: zones[0] }),
    state: running ? "working" : timer.onBreak ? "break" : "idle",
    running: running && entryView(running, place),
    break: timer.onBreak && breakView(timer.onBreak, place),
    ...(sums
      ? {
          today: {
            day: today,
            seconds: totals.get(today) ?? 0,
            running: growing,
            target: targetOf(today, facts),
          },
          week: {
            first,
            number: weekOfYear(first).week,
            seconds: weekDays.reduce((sum, { seconds }) => sum + seconds, 0),
            target: weekDays.some(({ target }) => target !== null)
              ? weekDays.reduce((sum, { target }) => sum + (target ?? 0), 0)
              : null,
            days: weekDays,
          },
        }
      : { note: notTold }),
    ...(notes.length > 0 && { notes }),
    last: last && entryView(last, place),
  };
  const against = (seconds: number, target: number | null) =>
    hoursMinutes(seconds) + (target === null ? "" : ` of ${hoursMinutes(target)}`);
  const lines = [
    `${data.now} (${facts.zone}), account ${call.account.id}`,
    ...zones,
    running
      ? `Working: ${entryLine(running, place)}`
      : timer.onBreak
        ? `On a break since ${clockOf(timer.onBreak.since, facts.zone)} from ${workLine(timer.onBreak.entry.work)}`
        : "Not working.",
    ...timer.running.slice(1).map((entry) => `Also running: ${entryLine(entry, place)}`),
    ...(data.today && data.week
      ? [
          `Today ${against(data.today.seconds, data.today.target)}; week ${data.week.number} ${against(data.week.seconds, data.week.target)}`,
          `Days: ${weekDays.map((each) => `${each.day} ${hoursMinutes(each.seconds)}`).join(", ")}`,
        ]
      : [notTold]),
    ...notes,
    ...(last ? [`Last: ${entryLine(last, place)}`] : []),
  ];
  return { data, text: lines.join("\n") };
};
