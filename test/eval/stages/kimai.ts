import { startFakeKimai } from "../../fakes/kimai";
import type { FakeState } from "../../fakes/kimai/model";
import { pluginNames } from "../../fakes/kimai/plugins";
import type { EvalRequest, SeenEntry, Stage } from "../stage";
import { added, at, clockOf, dayOf, others, removed, says, saysTime, start, sum, workdays } from "../stage";

type Request = EvalRequest<FakeState>;
const me = "Susan Super";

/** Susan is super administrator; John, Paula and Tony have booked this week, Anna and Nina have not. */
export async function kimaiStage(): Promise<Stage<FakeState>> {
  const kimai = await startFakeKimai({
    now: start,
    zones: { super: "Europe/Berlin", user: "Europe/Berlin", teamlead: "Europe/Berlin", admin: "Europe/Berlin" },
    settings: { plugins: [{ name: pluginNames.absences, version: "2.1.0" }] },
    seed,
  });
  const { state } = kimai;
  return {
    args: ["--kimai-url", kimai.url],
    env: { KIMAI_API_TOKEN: kimai.tokens.super },
    person: me,
    requests,
    state,
    entries: (now) =>
      state.timesheets.map((sheet) => {
        const project = state.projects.find(({ id }) => id === sheet.project);
        return {
          id: String(sheet.id),
          who: state.users.find(({ id }) => id === sheet.user)?.alias ?? "",
          day: dayOf(sheet.begin),
          from: clockOf(sheet.begin),
          to: sheet.end === null ? null : clockOf(sheet.end),
          customer: state.customers.find(({ id }) => id === project?.customer)?.name ?? null,
          project: project?.name ?? null,
          activity: state.activities.find(({ id }) => id === sheet.activity)?.name ?? null,
          text: sheet.description ?? "",
          tags: sheet.tags,
          billable: sheet.billable,
          exported: sheet.exported,
          seconds: ((sheet.end ?? now) - sheet.begin) / 1000 - sheet.breakSeconds,
        };
      }),
    close: () => kimai.close(),
  };
}

/** Kimai's ids of the seed: projects 1 Website relaunch, 2 Web, 3 Ladenkasse; activities 1 Meeting … 5 Installation. */
function seed(state: FakeState): void {
  const add = (
    user: number,
    day: string,
    from: string,
    to: string | null,
    project: number,
    activity: number,
    more = {},
  ) =>
    state.timesheets.push({
      ...{ id: state.nextId.timesheet++, user, project, activity, begin: at(day, from), end: to && at(day, to) },
      ...{ zone: "Europe/Berlin", breakSeconds: 0, description: null, tags: [], exported: false, billable: true },
      ...{ fixedRate: null, hourlyRate: null, meta: {}, modified: at(day, to ?? from) },
      ...more,
    } as FakeState["timesheets"][number]);
  for (const [index, day] of workdays("2026-11-02", "2026-11-17").entries()) {
    if (day === "2026-11-12") continue;
    add(1, day, "09:00", "12:00", 1, 4, { description: "Checkout pages" });
    if (day === "2026-11-10") continue;
    const [project, activity] = index % 2 === 0 ? [3, 5] : [2, 1];
    add(1, day, "12:30", day === "2026-11-05" ? "19:15" : "17:30", project, activity, {
      description: day === "2026-11-06" ? null : "Weekly round",
      billable: project === 3,
    });
  }
  add(1, "2026-11-18", "08:30", "10:00", 1, 3, { description: "Header and navigation" });
  add(1, "2026-11-18", "10:15", null, 3, 5);
  add(4, "2026-11-16", "08:00", "16:00", 1, 4, { description: "Basket" });
  add(4, "2026-11-17", "09:00", "15:30", 1, 3, { tags: ["remote"] });
  add(5, "2026-11-16", "10:00", "14:15", 1, 4, { description: "Tests" });
  add(3, "2026-11-17", "13:00", "14:00", 2, 1);
  state.plugged.absences.push({
    ...{ id: state.plugged.nextId.absence++, user: 4, first: "2026-12-21", last: "2026-12-23", type: "holiday" },
    ...{ status: "approved", halfDay: false, duration: 0, comment: "" },
  });
}

const mine = (entries: SeenEntry[]) => entries.filter(({ who }) => who === me);
const find = (entries: SeenEntry[], day: string, from: string, who = me) =>
  entries.find((one) => one.day === day && one.from === from && one.who === who);
const running = (entries: SeenEntry[]) => mine(entries).find(({ to }) => to === null);
const near = (clock: string, now: number, minutesAgo = 0) =>
  Math.abs(at(dayOf(now), clock) - (now - minutesAgo * 60_000)) <= 4 * 60_000;
const total = (entries: SeenEntry[], fits: (one: SeenEntry) => boolean) => sum(mine(entries).filter(fits));

const requests: Request[] = [
  {
    say: "What's running for me right now, and since when?",
    met: (_, answer) => says(answer, "Ladenkasse", "10:15"),
  },
  {
    say: "I actually stopped with that at 14:40.",
    met: (seen) => find(seen.entries, "2026-11-18", "10:15")?.to === "14:40" && !running(seen.entries),
  },
  {
    say: "Yesterday evening from 17:40 I spent 25 minutes on support for Web, the printer driver. Book it please.",
    met: (seen) => {
      const [one, ...more] = added(seen);
      return (
        more.length === 0 &&
        one?.day === "2026-11-17" &&
        one.from === "17:40" &&
        one.to === "18:05" &&
        one.project === "Web" &&
        one.activity === "Support" &&
        says(one.text, "printer") &&
        others(seen, [one])
      );
    },
  },
  {
    say: "I forgot Thursday last week completely. 9 to 12 was development on the relaunch, 12:30 to 17:30 a meeting for Web.",
    met: (seen) => {
      const rows = added(seen).sort((a, b) => a.from.localeCompare(b.from));
      return (
        JSON.stringify(rows.map((one) => [one.day, one.from, one.to, one.project, one.activity])) ===
        JSON.stringify([
          ["2026-11-12", "09:00", "12:00", "Website relaunch", "Development"],
          ["2026-11-12", "12:30", "17:30", "Web", "Meeting"],
        ])
      );
    },
  },
  {
    say: "This morning's design entry should be tagged urgent and review.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-18", "08:30");
      return one !== undefined && [...one.tags].sort().join() === "review,urgent" && others(seen, [one]);
    },
  },
  {
    say: "How much time went into the Ladenkasse in November so far?",
    met: (seen, answer) =>
      saysTime(
        answer,
        total(seen.entries, (one) => one.project === "Ladenkasse"),
      ),
  },
  {
    say: "On which day this month did I work longest, and how long was it?",
    met: (_, answer) => says(answer, /(\b0?5\b|5th).{0,6}Nov|Nov\w* 0?5\b|11-05|Thursday/i) && saysTime(answer, 35_100),
  },
  {
    say: "Sum up last week for me by project and within that by activity.",
    met: (seen, answer) => {
      const week = (one: SeenEntry) => one.day >= "2026-11-09" && one.day <= "2026-11-15";
      return ["Website relaunch", "Web"].every((name) =>
        saysTime(
          answer,
          total(seen.entries, (one) => week(one) && one.project === name),
        ),
      );
    },
  },
  {
    say: "What did John do on Monday?",
    met: (_, answer) => says(answer, "relaunch", "Develop") && saysTime(answer, 28_800),
  },
  {
    say: "How much has each of my people worked this week?",
    met: (_, answer) =>
      says(answer, "John", "Paula", "Tony") && [52_200, 15_300, 3_600].every((one) => saysTime(answer, one)),
  },
  {
    say: "Monday afternoon's long entry was not billable after all.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-16", "12:30");
      return one?.billable === false && others(seen, [one]);
    },
  },
  {
    say: "Monday morning was design, not development.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-16", "09:00");
      return one?.activity === "Design" && one.project === "Website relaunch" && others(seen, [one]);
    },
  },
  {
    say: "Cut last Friday's afternoon at 15:00; the second part was development on the website relaunch.",
    met: (seen) => {
      const first = find(seen.entries, "2026-11-13", "12:30");
      const second = find(seen.entries, "2026-11-13", "15:00");
      return (
        first?.to === "15:00" &&
        second?.to === "17:30" &&
        second.project === "Website relaunch" &&
        second.activity === "Development"
      );
    },
  },
  {
    say: "Start the clock on website relaunch development, note: payment API.",
    met: (seen) => {
      const one = running(seen.entries);
      return (
        one?.project === "Website relaunch" &&
        one.activity === "Development" &&
        says(one.text, "payment API") &&
        near(one.from, seen.now)
      );
    },
  },
  {
    say: "I've been at it for 20 minutes already, correct the start.",
    met: (seen) => {
      const one = running(seen.entries);
      return (
        one !== undefined && near(one.from, seen.now, 20) && mine(seen.entries).length === mine(seen.earlier).length
      );
    },
  },
  { say: "Coffee break!", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "Back again.",
    met: (seen) =>
      running(seen.entries)?.project === "Website relaunch" && running(seen.entries)?.activity === "Development",
  },
  { say: "That's it for today, I'm off.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "We have a new customer: Müller & Söhne, they pay in Swiss francs.",
    met: ({ state }) => state.customers.some((one) => one.name === "Müller & Söhne" && one.values?.currency === "CHF"),
  },
  {
    say: "Set up a project Onlineshop for them with a budget of 20 hours.",
    met: ({ state }) => {
      const project = state.projects.find(({ name }) => name === "Onlineshop");
      const customer = state.customers.find(({ id }) => id === project?.customer);
      return customer?.name === "Müller & Söhne" && Number(project?.values?.timeBudget) === 72_000;
    },
  },
  {
    say: "It needs two activities of its own, Concept and Testing.",
    met: ({ state }) => {
      const project = state.projects.find(({ name }) => name === "Onlineshop")?.id;
      return ["Concept", "Testing"].every((name) =>
        state.activities.some((one) => one.name === name && one.project === project),
      );
    },
  },
  {
    say: "Make a Shop team with Tony leading it and John and Paula in it.",
    met: ({ state }) => {
      const team = state.teams.find(({ name }) => /^shop( team)?$/i.test(name))?.id;
      const role = (id: number) => state.users.find((one) => one.id === id)?.teams.find((one) => one.id === team)?.lead;
      return team !== undefined && role(3) === true && role(4) === false && role(5) === false;
    },
  },
  {
    say: "Only that team should get to see the Onlineshop project.",
    met: ({ state }) => {
      const team = state.teams.find(({ name }) => /^shop( team)?$/i.test(name))?.id;
      return JSON.stringify(state.projects.find(({ name }) => name === "Onlineshop")?.teams) === JSON.stringify([team]);
    },
  },
  {
    say: "John's hour costs 95 on the Onlineshop.",
    met: ({ state }) =>
      state.projects
        .find(({ name }) => name === "Onlineshop")
        ?.rates?.some((one) => one.user === 4 && one.rate === 95 && !one.isFixed) === true,
  },
  {
    say: "Book an hour of Concept on the Onlineshop for me, this morning from 7:15.",
    met: (seen) => {
      const [one] = added(seen);
      return (
        one?.day === "2026-11-18" &&
        one.from === "07:15" &&
        one.to === "08:15" &&
        one.activity === "Concept" &&
        one.project === "Onlineshop"
      );
    },
  },
  {
    say: "How much of the Onlineshop budget is left?",
    met: (_, answer) => saysTime(answer, 68_400),
  },
  {
    say: "Who has booked nothing at all this week?",
    met: (_, answer) =>
      says(answer, "Anna", "Nina") && !/(John|Paula|Tony)[^.\n]*(nothing|no time|hasn't|has not)/i.test(answer),
  },
  {
    say: "John's entry from Tuesday is wrong, please delete it.",
    met: (seen) =>
      removed(seen).length === 1 && removed(seen)[0]?.who === "John Doe" && removed(seen)[0]?.day === "2026-11-17",
  },
  {
    say: "On which days this month did I work too little?",
    met: (_, answer) =>
      says(answer, /\b10\b|10th|Nov\w* 10|11-10/) && (saysTime(answer, 10_800) || saysTime(answer, 18_000)),
  },
  {
    say: "Next week Monday to Wednesday I'm in meetings for Web from 9 to 11 each day. Put those in already.",
    met: (seen) =>
      JSON.stringify(
        added(seen)
          .map((one) => [one.day, one.from, one.to, one.project, one.activity])
          .sort(),
      ) ===
      JSON.stringify(
        ["2026-11-23", "2026-11-24", "2026-11-25"].map((day) => [day, "09:00", "11:00", "Web", "Meeting"]),
      ),
  },
  {
    say: "Those got cancelled, take them out again.",
    met: (seen) => removed(seen).length === 3 && removed(seen).every(({ day }) => day >= "2026-11-23"),
  },
  {
    say: "I want the 7th and 8th of December off.",
    met: ({ state }) => {
      const own = state.plugged.absences.filter(({ user, type }) => user === 1 && type === "holiday");
      return own[0]?.first === "2026-12-07" && own.at(-1)?.last === "2026-12-08";
    },
  },
  { say: "How much holiday do I have left this year?", met: (_, answer) => says(answer, /\b(28|30)\b/) },
  {
    say: "Who is away in the week before Christmas?",
    met: (_, answer) => says(answer, "John") && says(answer, /21/) && says(answer, /23/),
  },
  {
    say: "Copy Monday's morning entry to Saturday, same times.",
    met: (seen) => {
      const [one, ...more] = added(seen);
      return (
        more.length === 0 &&
        ["2026-11-21", "2026-11-14"].includes(one?.day ?? "") &&
        one?.from === "09:00" &&
        one.to === "12:00" &&
        one.activity === "Design"
      );
    },
  },
  {
    say: "Do the same thing as yesterday morning again, starting now.",
    met: (seen) => {
      const one = running(seen.entries);
      return one?.project === "Website relaunch" && one.activity === "Development" && near(one.from, seen.now);
    },
  },
  {
    say: "Oops, wrong button. Throw that one away.",
    met: (seen) => !running(seen.entries) && removed(seen).length === 1,
  },
  {
    say: "Wie viel haben John und Paula diese Woche zusammen am Website relaunch gearbeitet?",
    met: (_, answer) => saysTime(answer, 44_100),
  },
  {
    say: "Everything of mine from the first week of November has been invoiced, mark it as exported.",
    met: (seen) => {
      const week = mine(seen.entries).filter(({ day }) => day <= "2026-11-08");
      return week.every(({ exported }) => exported === true) && others(seen, week);
    },
  },
  {
    say: "Which of my entries this month have no description?",
    met: (seen, answer) => {
      const empty = mine(seen.entries).filter(({ text, day }) => text === "" && day.startsWith("2026-11"));
      return empty.length > 0 && says(answer, /\b0?6(th)?\b/) && says(answer, "10:15");
    },
  },
];
