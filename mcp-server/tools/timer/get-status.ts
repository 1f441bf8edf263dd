import type { Entry } from "../../domain/entities";
import type { StatusResult } from "../../domain/results";
import { defineTool } from "../lib/define";
import { outputSchema } from "../lib/schema";

/** Who may not read time does not read it in sums either. */
const notTold = "What was worked today and this week is not told: reading time is not allowed here.";

export const getStatus = defineTool({
  name: "get_status",
  title: "Status",
  description: "What runs, today and this week against target, current time. Not for past entries (list_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {},
  output: outputSchema({ state: "string" }),
  async run(_input, call, kit) {
    const sums = call.level("time.read") !== "off";
    await call.confirm({
      cells: sums ? ["timer.read", "time.read"] : ["timer.read"],
      preview: [sums ? "Read the timer and the totals of this week" : "Read the timer"],
      targets: [],
    });
    const facts = await call.facts();
    const { service, signal } = call;
    const { now } = kit.timeContext(call, facts);
    const today = kit.dayOf(now, facts.zone);
    const days = kit.weekOf(today, facts.weekStartsOn);
    const first = days[0] ?? today;
    // On its first day nothing may have ended in this week yet: the one before comes along, in the same request.
    const from = kit.dayBounds(today === first ? kit.addDays(first, -7) : first, facts.zone).from;
    const to = kit.dayBounds(days.at(-1) ?? today, facts.zone).to;
    const entries: Entry[] = [];
    const [timer] = await Promise.all([
      service.timer.read({ signal }),
      (async () => {
        if (!sums) return;
        for await (const page of service.time.list({ from, to, people: "me" }, { signal }))
          entries.push(...page.entries);
      })(),
    ]);
    const place = { zone: facts.zone, now };
    const totals = kit.secondsByDay(entries, facts.zone, now);
    const running = timer.running[0] ?? null;
    // A timer that began before this week counts for its own day, like everywhere else.
    const growing = timer.running
      .filter(({ begin }) => kit.dayOf(begin, facts.zone) === today)
      .reduce((sum, entry) => sum + kit.secondsOf(entry, now), 0);
    const ended = entries.filter(({ end }) => end !== null && end <= now);
    const last = !sums
      ? null
      : ended.length > 0
        ? ended.reduce((newest, one) => ((one.end ?? "") > (newest.end ?? "") ? one : newest))
        : await kit.lastEnded(call, Date.parse(from));
    const weekDays = days.map((each) => ({
      day: each,
      seconds: totals.get(each) ?? 0,
      target: kit.targetOf(each, facts.targetSeconds),
    }));
    const data: Omit<StatusResult, "today" | "week"> & Partial<StatusResult> & { untrusted: string; note?: string } = {
      account: call.account,
      now: kit.withOffset(now, facts.zone),
      zone: facts.zone,
      state: running ? "working" : timer.onBreak ? "break" : "idle",
      running: running && kit.entryView(running, place),
      break: timer.onBreak && kit.breakView(timer.onBreak, place),
      ...(sums
        ? {
            today: {
              day: today,
              seconds: totals.get(today) ?? 0,
              running: growing,
              target: kit.targetOf(today, facts.targetSeconds),
            },
            week: {
              first,
              number: kit.isoWeek(first),
              seconds: weekDays.reduce((sum, { seconds }) => sum + seconds, 0),
              target: facts.targetSeconds && weekDays.reduce((sum, { target }) => sum + (target ?? 0), 0),
              days: weekDays,
            },
          }
        : { note: notTold }),
      last: last && kit.entryView(last, place),
      untrusted: kit.untrusted,
    };
    const against = (seconds: number, target: number | null) =>
      kit.hoursMinutes(seconds) + (target === null ? "" : ` of ${kit.hoursMinutes(target)}`);
    const lines = [
      `${data.now} (${facts.zone}), account ${call.account.id}`,
      running
        ? `Working: ${kit.entryLine(running, place)}`
        : timer.onBreak
          ? `On a break since ${kit.clockOf(timer.onBreak.since, facts.zone)} from ${kit.workLine(timer.onBreak.entry.work)}`
          : "Not working.",
      ...timer.running.slice(1).map((entry) => `Also running: ${kit.entryLine(entry, place)}`),
      ...(data.today && data.week
        ? [
            `Today ${against(data.today.seconds, data.today.target)}; week ${data.week.number} ${against(data.week.seconds, data.week.target)}`,
            `Days: ${weekDays.map((each) => `${each.day} ${kit.hoursMinutes(each.seconds)}`).join(", ")}`,
          ]
        : [notTold]),
      ...(last ? [`Last: ${kit.entryLine(last, place)}`] : []),
      kit.untrusted,
    ];
    return { data, text: lines.join("\n") };
  },
});
