import { startFakeClockodo } from "../../fakes/clockodo";
import type { FakeEntry, FakeState } from "../../fakes/clockodo/model";
import { fakeAbsence, fakeEntry } from "../../fakes/clockodo/seed";
import type { EvalRequest, SeenEntry, Stage } from "../stage";
import { added, at, clockOf, dayOf, others, removed, says, saysTime, start, sum, workdays } from "../stage";

type Request = EvalRequest<FakeState>;
const me = "Olga Owner";

/** Olga owns the studio; Mara and Jonas work there, Jonas in New York. */
export async function clockodoStage(): Promise<Stage<FakeState>> {
  const clockodo = await startFakeClockodo({ now: start, limits: true, seed });
  const { state } = clockodo;
  return {
    args: ["--clockodo-user", clockodo.people.olga.email, "--clockodo-url", clockodo.url],
    env: { CLOCKODO_API_KEY: clockodo.people.olga.key },
    person: me,
    requests,
    state,
    entries: (now) => state.entries.map((entry) => seen(state, entry, now)),
    close: () => clockodo.close(),
  };
}

function seen(state: FakeState, entry: FakeEntry, now: number): SeenEntry {
  const name = (rows: { id: number; name: string }[], id: number | null) =>
    rows.find((one) => one.id === id)?.name ?? null;
  return {
    id: String(entry.id),
    who: name(state.users, entry.users_id) ?? "",
    day: dayOf(entry.since),
    from: clockOf(entry.since),
    to: entry.until === null ? null : clockOf(entry.until),
    customer: name(state.customers, entry.customers_id),
    project: name(state.subprojects, entry.subprojects_id) ?? name(state.projects, entry.projects_id),
    activity: name(state.services, entry.services_id),
    text: entry.text ?? "",
    tags: [],
    billable: entry.billable !== 0,
    exported: entry.billable === 2,
    seconds: entry.type === 1 ? ((entry.until ?? now) - entry.since) / 1000 : 0,
  };
}

/** Ids of the seed: people 40 Olga, 42 Mara, 43 Jonas; projects 7720 App relaunch, 7721 App; services 31 Design, 32 Development, 33 Consulting. */
function seed(state: FakeState): void {
  const add = (users_id: number, day: string, from: string, to: string | null, more: Partial<FakeEntry>) =>
    state.entries.push(fakeEntry(at(day, from), { users_id, until: to && at(day, to), ...more } as Partial<FakeEntry>));
  const relaunch = { customers_id: 510, projects_id: 7720 };
  const own = { customers_id: 512, billable: 0 as const, services_id: 33 };
  for (const [index, day] of workdays("2026-11-02", "2026-11-17").entries()) {
    if (day === "2026-11-11") continue;
    add(40, day, "08:30", "12:00", { ...relaunch, services_id: 33, text: "Workshop" });
    if (day !== "2026-11-06")
      add(40, day, "13:00", day === "2026-11-09" ? "18:30" : "17:00", {
        ...(index % 2 === 0 ? own : { ...relaunch, services_id: 31 }),
        text: "Planning",
      });
    add(42, day, "09:00", "16:00", { ...relaunch, services_id: 31, text: "Screens" });
    add(43, day, "15:00", "20:00", { ...relaunch, subprojects_id: 9010, services_id: 32 });
  }
  add(40, "2026-11-18", "09:00", "11:30", { customers_id: 511, services_id: 33, text: "Offer for the shop" });
  add(40, "2026-11-18", "13:15", null, { ...own, clocked: true, text: "Payroll" });
  add(42, "2026-11-18", "09:00", "13:00", { ...relaunch, services_id: 31, text: "Icons" });
  state.absences.push(
    fakeAbsence({ users_id: 42 }),
    fakeAbsence({ users_id: 43, status: 0, date_since: "2026-12-28", date_until: "2026-12-30", type: 1 }),
  );
}

const mine = (entries: SeenEntry[]) => entries.filter(({ who }) => who === me);
const find = (entries: SeenEntry[], day: string, from: string, who = me) =>
  entries.find((one) => one.day === day && one.from === from && one.who === who);
const running = (entries: SeenEntry[]) => mine(entries).find(({ to }) => to === null);
const near = (clock: string, now: number, minutesAgo = 0) =>
  Math.abs(at(dayOf(now), clock) - (now - minutesAgo * 60_000)) <= 4 * 60_000;
const total = (entries: SeenEntry[], fits: (one: SeenEntry) => boolean) => sum(entries.filter(fits));
const spans = (entries: SeenEntry[]) =>
  entries
    .map((one) => [one.day, one.from, one.to, one.customer, one.project, one.activity].join(" "))
    .sort()
    .join(", ");
const november = ({ day }: SeenEntry) => day.startsWith("2026-11");

const requests: Request[] = [
  { say: "What am I doing according to the clock?", met: (_, answer) => says(answer, "Payroll", "13:15") },
  {
    say: "Switch to the App relaunch, consulting.",
    met: (seen) => {
      const one = running(seen.entries);
      return (
        one?.project === "App relaunch" &&
        one.activity === "Consulting" &&
        find(seen.entries, "2026-11-18", "13:15")?.to != null
      );
    },
  },
  {
    say: "Write on it: call with the hotel manager.",
    met: (seen) => says(running(seen.entries)?.text ?? "", "hotel manager"),
  },
  { say: "That call is over.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "Last Wednesday I booked nothing. It was 9 to 13 consulting at Backhaus Ost and 14 to 17:30 design on the App relaunch.",
    met: (seen) =>
      spans(added(seen)) ===
      "2026-11-11 09:00 13:00 Backhaus Ost  Consulting, 2026-11-11 14:00 17:30 Seehof Hotels App relaunch Design",
  },
  {
    say: "Another 40 minutes of development on Android yesterday, from 17:10.",
    met: (seen) => {
      const [one, ...more] = added(seen);
      return (
        more.length === 0 &&
        one?.day === "2026-11-17" &&
        one.from === "17:10" &&
        one.to === "17:50" &&
        one.project === "Android" &&
        one.activity === "Development"
      );
    },
  },
  {
    say: "This morning's offer took until 12.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-18", "09:00");
      return one?.to === "12:00" && others(seen, [one]);
    },
  },
  {
    say: "And it shouldn't be billed.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-18", "09:00");
      return one?.billable === false && others(seen, [one]);
    },
  },
  {
    say: "How many hours has the studio worked in November, by person?",
    met: (seen, answer) =>
      [me, "Mara Lind", "Jonas Weber"].every((who) =>
        saysTime(
          answer,
          total(seen.entries, (one) => november(one) && one.who === who),
        ),
      ),
  },
  {
    say: "How much of that was for Seehof Hotels?",
    met: (seen, answer) =>
      saysTime(
        answer,
        total(seen.entries, (one) => november(one) && one.customer === "Seehof Hotels"),
      ),
  },
  {
    say: "Where does the App relaunch stand? Hours against its budget.",
    met: (seen, answer) =>
      saysTime(
        answer,
        total(seen.entries, (one) => ["App relaunch", "iOS", "Android"].includes(one.project ?? "")),
      ) && says(answer, "120"),
  },
  {
    say: "What did Mara do on Friday?",
    met: (_, answer) => says(answer, "Screens") && saysTime(answer, 25_200),
  },
  {
    say: "What's still unbilled for Seehof this month, in euros?",
    met: (seen, answer) => {
      const worth =
        (total(seen.entries, (one) => november(one) && one.customer === "Seehof Hotels" && one.billable === true) /
          3600) *
        80;
      return says(answer.replace(/(\d)[.,\s ](\d{3})/g, "$1$2"), String(Math.floor(worth)));
    },
  },
  {
    say: "The first week of November is billed for Seehof, mark all of it.",
    met: (seen) => {
      const rows = seen.entries.filter(({ customer, day }) => customer === "Seehof Hotels" && day <= "2026-11-08");
      return rows.length > 0 && rows.every(({ exported }) => exported === true) && others(seen, rows);
    },
  },
  {
    say: "Jonas was ill on Tuesday; delete what he has on that day.",
    met: (seen) =>
      removed(seen).length === 1 && removed(seen)[0]?.who === "Jonas Weber" && removed(seen)[0]?.day === "2026-11-17",
  },
  {
    say: "Enter his sick day, please.",
    met: ({ state }) =>
      state.absences.some(
        (one) =>
          one.users_id === 43 &&
          [4, 5].includes(one.type) &&
          one.date_since === "2026-11-17" &&
          one.date_until === "2026-11-17",
      ),
  },
  { say: "Are there requests for leave I have to decide on?", met: (_, answer) => says(answer, "Jonas", "28", "30") },
  {
    say: "Approve it.",
    met: ({ state }) =>
      state.absences.some((one) => one.users_id === 43 && one.date_since === "2026-12-28" && one.status === 1),
  },
  { say: "Who will be away in December?", met: (_, answer) => says(answer, "Mara", "Jonas") },
  {
    say: "I'd like the 4th of December off myself.",
    met: ({ state }) =>
      state.absences.some(
        (one) =>
          one.users_id === 40 && one.date_since === "2026-12-04" && one.date_until === "2026-12-04" && one.type === 1,
      ),
  },
  {
    say: "New customer Vogel Optik, number K-44.",
    met: ({ state }) => state.customers.some(({ name, number }) => name === "Vogel Optik" && number === "K-44"),
  },
  {
    say: "They get a project Webshop with 60 hours, deadline end of February.",
    met: ({ state }) => {
      const project = state.projects.find(({ name }) => name === "Webshop");
      const customer = state.customers.find(({ id }) => id === project?.customers_id)?.name;
      return (
        customer === "Vogel Optik" &&
        project?.deadline === "2027-02-28" &&
        project.budget?.amount === 60 &&
        project.budget.monetary === false
      );
    },
  },
  {
    say: "With two subprojects, Catalog and Checkout.",
    met: ({ state }) => {
      const project = state.projects.find(({ name }) => name === "Webshop")?.id;
      return ["Catalog", "Checkout"].every((name) =>
        state.subprojects.some((one) => one.name === name && one.projects_id === project),
      );
    },
  },
  {
    say: "Book me an hour of design on Checkout, today from 12:15.",
    met: (seen) => spans(added(seen)) === "2026-11-18 12:15 13:15 Vogel Optik Checkout Design",
  },
  {
    say: "Rename it to Checkout & payment, the subproject I mean.",
    met: ({ state }) => state.subprojects.some(({ name }) => name === "Checkout & payment"),
  },
  {
    say: "Monday's planning was really design on the App relaunch.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-16", "13:00");
      return one?.project === "App relaunch" && one.activity === "Design" && others(seen, [one]);
    },
  },
  {
    say: "Which of my days this month were shorter than six hours?",
    met: (seen, answer) => {
      const days = [...new Set(mine(seen.entries).map(({ day }) => day))].filter((day) => day < "2026-11-18");
      const short = days.filter((day) => total(mine(seen.entries), (one) => one.day === day) < 21_600);
      return short.length === 1 && says(answer, /\b0?6(th)?\b/);
    },
  },
  { say: "And the longest?", met: (_, answer) => says(answer, /\b0?9(th)?\b/) && saysTime(answer, 32_400) },
  {
    say: "Am I ahead of my target hours this week?",
    met: (_, answer) =>
      says(answer, /ahead|behind|below|above|over|under|short|more|less|to go|left|missing/i) && /\d/.test(answer),
  },
  {
    say: "Start the same thing as yesterday morning.",
    met: (seen) => {
      const one = running(seen.entries);
      return one?.project === "App relaunch" && one.activity === "Consulting" && near(one.from, seen.now);
    },
  },
  {
    say: "I had started a quarter of an hour before that.",
    met: (seen) => {
      const one = running(seen.entries);
      return (
        one !== undefined && near(one.from, seen.now, 15) && mine(seen.entries).length === mine(seen.earlier).length
      );
    },
  },
  { say: "Pause.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  { say: "Go on.", met: (seen) => running(seen.entries)?.project === "App relaunch" },
  { say: "Clock me out.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "Halve yesterday's morning: from 10:15 on it was development.",
    met: (seen) => {
      const [first, second] = [find(seen.entries, "2026-11-17", "08:30"), find(seen.entries, "2026-11-17", "10:15")];
      return (
        first?.to === "10:15" &&
        first.activity === "Consulting" &&
        second?.to === "12:00" &&
        second.activity === "Development" &&
        second.project === "App relaunch"
      );
    },
  },
  {
    say: "Wie viele Stunden hat Mara letzte Woche gearbeitet?",
    met: (seen, answer) =>
      saysTime(
        answer,
        total(seen.entries, (one) => one.who === "Mara Lind" && one.day >= "2026-11-09" && one.day <= "2026-11-15"),
      ),
  },
  {
    say: "Mara is leaving the Design team, take her out.",
    met: ({ state }) => state.users.find(({ id }) => id === 42)?.teams_id !== 5,
  },
  {
    say: "Copy my last Friday's morning to this Friday.",
    met: (seen) => {
      const [one, ...more] = added(seen);
      return more.length === 0 && one?.day === "2026-11-20" && one.from === "08:30" && one.to === "12:00";
    },
  },
  {
    say: "Actually no, remove it. And tell me what I have on Friday then.",
    met: (seen) => removed(seen).length === 1 && removed(seen)[0]?.day === "2026-11-20",
  },
  {
    say: "Nobody needs the service Consulting for new work any more, deactivate it.",
    met: ({ state }) => state.services.find(({ id }) => id === 33)?.active === false,
  },
];
