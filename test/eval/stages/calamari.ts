import { startFakeCalamari } from "../../fakes/calamari";
import type { FakeShift, FakeState } from "../../fakes/calamari/model";
import type { EvalRequest, SeenEntry, Stage } from "../stage";
import { added, at, clockOf, dayOf, others, removed, says, saysTime, start, sum, workdays } from "../stage";

type Request = EvalRequest<FakeState>;
const me = "Olav Dahl";

/** Olav leads; Nora and Ida have shifts of this month, Jan works from Warsaw. Oslo's clocks are those of Berlin. */
export async function calamariStage(): Promise<Stage<FakeState>> {
  const calamari = await startFakeCalamari({ now: start, seed });
  const { state } = calamari;
  return {
    args: ["--calamari-url", calamari.url, "--calamari-person", calamari.people.olav],
    env: { CALAMARI_API_KEY: state.key },
    person: me,
    requests,
    state,
    entries: (now) => state.shifts.map((shift) => seen(state, shift, now)),
    close: () => calamari.close(),
  };
}

function seen(state: FakeState, shift: FakeShift, now: number): SeenEntry {
  const who = state.employees.find(({ id }) => id === shift.employee);
  const ended = shift.finished ?? now;
  const paused = shift.breaks.reduce((all, { from, to }) => all + ((to ?? ended) - from) / 1000, 0);
  return {
    id: String(shift.id),
    who: `${who?.firstName} ${who?.lastName}`,
    day: dayOf(shift.started),
    from: clockOf(shift.started),
    to: shift.finished === null ? null : clockOf(shift.finished),
    customer: null,
    project:
      shift.projects.map(({ project }) => state.projects.find(({ id }) => id === project)?.name).join("+") || null,
    activity: null,
    text: shift.description,
    tags: [],
    billable: null,
    exported: null,
    seconds: (ended - shift.started) / 1000 - paused,
  };
}

/** Ids of the seed: people 40 Olav, 41 Nora, 42 Ida, 43 Jan; projects 14 Harbour app, 15 Website relaunch; break 2 is lunch. */
function seed(state: FakeState): void {
  const add = (
    employee: number,
    day: string,
    from: string,
    to: string | null,
    project: number | null,
    lunch = true,
  ) => {
    const [started, finished] = [at(day, from), to === null ? null : at(day, to)];
    state.shifts.push({
      ...{ id: state.nextId++, employee, started, finished, description: "" },
      breaks: lunch && to !== null ? [{ from: at(day, "12:00"), to: at(day, "12:30"), breakType: 2 }] : [],
      projects: project === null ? [] : [{ from: started, to: finished, project }],
    });
  };
  for (const [index, day] of workdays("2026-11-02", "2026-11-17").entries()) {
    if (day !== "2026-11-10")
      add(40, day, "08:00", day === "2026-11-03" ? "18:45" : "16:00", index % 2 === 0 ? 14 : 15);
    add(41, day, "09:00", "17:00", 14);
    if (index % 3 !== 0) add(42, day, "09:30", "16:30", 15);
  }
  add(43, "2026-11-16", "07:00", "15:00", 14);
  add(40, "2026-11-18", "08:15", null, 14, false);
  add(41, "2026-11-18", "09:00", null, 14, false);
  const absence = (employee: number, type: number, from: string, to: string, amount: number, status: string) =>
    state.absences.push({
      ...{ id: state.nextId++, employee, type, from, to, amount, status, fromPart: "WHOLE_DAY", toPart: "WHOLE_DAY" },
      ...{
        reason: null,
        substitute: null,
        comments: [],
        created: at("2026-11-02", "09:00"),
        updated: at("2026-11-02", "09:00"),
      },
    });
  absence(41, 3, "2026-12-14", "2026-12-16", 3, "ACCEPTED");
  absence(42, 3, "2026-12-21", "2026-12-23", 3, "PENDING");
  absence(40, 3, "2026-07-06", "2026-07-10", 5, "ACCEPTED");
}

const mine = (entries: SeenEntry[]) => entries.filter(({ who }) => who === me);
const find = (entries: SeenEntry[], day: string, from: string, who = me) =>
  entries.find((one) => one.day === day && one.from === from && one.who === who);
const running = (entries: SeenEntry[]) => mine(entries).find(({ to }) => to === null);
const near = (clock: string, now: number) => Math.abs(at(dayOf(now), clock) - now) <= 4 * 60_000;
const total = (entries: SeenEntry[], who: string, from: string, to: string) =>
  sum(entries.filter((one) => one.who === who && one.day >= from && one.day <= to));
const shift = (state: FakeState) => state.shifts.find(({ employee, finished }) => employee === 40 && finished === null);

/** Seconds of Olav on a project, breaks left out. */
function secondsOn(state: FakeState, wanted: number, now: number): number {
  const within = (from: number, to: number, { breaks }: FakeShift) =>
    breaks.reduce((all, one) => all + Math.max(0, Math.min(one.to ?? to, to) - Math.max(one.from, from)), 0);
  let milliseconds = 0;
  for (const shift of state.shifts.filter(({ employee }) => employee === 40))
    for (const { from, to, project } of shift.projects) {
      const end = to ?? shift.finished ?? now;
      if (project === wanted) milliseconds += end - from - within(from, end, shift);
    }
  return milliseconds / 1000;
}

/** Calamari's interface decides and cancels nothing with a key: a good answer says so, and where it can be done. */
const saysNo = (answer: string) =>
  says(answer, /cannot|can't|could not|couldn't|not possible|unable|isn't possible/i, /Calamari/);
const absencesOf = (state: FakeState, employee: number) => state.absences.filter((one) => one.employee === employee);
const open = (status: string) => !/CANCEL|REJECT|DECLIN/i.test(status);

const requests: Request[] = [
  { say: "Since when am I at work today?", met: (_, answer) => says(answer, /8[:.]15/) },
  { say: "What am I on?", met: (_, answer) => says(answer, "Harbour app") },
  {
    say: "I'm moving on to the Website relaunch now.",
    met: (seen) => says(running(seen.entries)?.project ?? "", "Website relaunch"),
  },
  {
    say: "Going for lunch.",
    met: ({ state }) => shift(state)?.breaks.at(-1)?.to === null && shift(state)?.breaks.at(-1)?.breakType === 2,
  },
  {
    say: "I'm back at my desk.",
    met: ({ state }) => shift(state)?.breaks.length === 1 && shift(state)?.breaks[0]?.to !== null,
  },
  { say: "Who else is in right now?", met: (_, answer) => says(answer, "Nora") },
  {
    say: "On the 10th I forgot to clock in. It was 8 to 16, half an hour lunch at noon, on the Harbour app.",
    met: (seen) => {
      const rows = added(seen).filter(({ day, who }) => day === "2026-11-10" && who === me);
      return (
        sum(rows) === 27_000 &&
        rows.some(({ from }) => from === "08:00") &&
        rows.some(({ to }) => to === "16:00") &&
        rows.every(({ project }) => project?.includes("Harbour app"))
      );
    },
  },
  {
    say: "Yesterday I left at 15:30 already.",
    met: (seen) => {
      const one = find(seen.entries, "2026-11-17", "08:00");
      return one?.to === "15:30" && one.seconds === 25_200 && others(seen, [one]);
    },
  },
  {
    say: "How long did I work last week?",
    met: (seen, answer) => saysTime(answer, total(seen.entries, me, "2026-11-09", "2026-11-15")),
  },
  {
    say: "And in November as a whole?",
    met: (seen, answer) => saysTime(answer, total(seen.entries, me, "2026-11-01", "2026-11-30")),
  },
  { say: "My longest day this month?", met: (_, answer) => says(answer, /\b0?3(rd)?\b/) && saysTime(answer, 36_900) },
  {
    say: "How is my November split between the projects?",
    met: (_, answer) => says(answer, "Harbour app", "Website relaunch") && /\d/.test(answer),
  },
  {
    say: "How many hours did Nora work last week?",
    met: (seen, answer) => saysTime(answer, total(seen.entries, "Nora Lind", "2026-11-09", "2026-11-15")),
  },
  {
    say: "On which days was Ida not clocked in last week?",
    met: (_, answer) => says(answer, /\b10(th)?\b|Tuesday/) && says(answer, /\b13(th)?\b|Friday/),
  },
  { say: "How much annual leave do I have left?", met: (_, answer) => says(answer, /\b20\b/) },
  {
    say: "I want to take the 4th of December off.",
    met: ({ state }) =>
      absencesOf(state, 40).some(
        ({ type, from, to, status }) => type === 3 && from === "2026-12-04" && to === "2026-12-04" && open(status),
      ),
  },
  {
    say: "Make that the 11th instead.",
    // Calamari's interface cannot take a request back: the new day is asked for, and who can cancel the old one is told.
    met: ({ state }, answer) =>
      absencesOf(state, 40).some(({ from, status }) => from === "2026-12-11" && open(status)) && saysNo(answer),
  },
  { say: "What is left after that?", met: (_, answer) => says(answer, /\b1[89]\b/) },
  { say: "Which requests are waiting for me?", met: (_, answer) => says(answer, "Ida", "21", "23") },
  {
    say: "Fine by me, approve that.",
    met: (_, answer) => saysNo(answer),
  },
  {
    say: "Who is off in the week of 14 December?",
    met: (_, answer) => says(answer, "Nora") && !says(answer, "Ida is off"),
  },
  { say: "Is there a public holiday before New Year?", met: (_, answer) => says(answer, /24/, /25/) },
  {
    say: "Half a day of remote work tomorrow, in the afternoon, planned with Ida.",
    met: ({ state }) =>
      absencesOf(state, 40).some(({ type, from, status }) => type === 9 && from === "2026-11-19" && open(status)),
  },
  {
    say: "I was sick last Thursday and Friday... no, just on Friday.",
    met: ({ state }) =>
      absencesOf(state, 40).some(
        ({ type, from, to, status }) => type === 4 && from === "2026-11-13" && to === "2026-11-13" && open(status),
      ),
  },
  {
    say: "So delete my working time of that Friday.",
    met: (seen) => removed(seen).length === 1 && removed(seen)[0]?.day === "2026-11-13" && removed(seen)[0]?.who === me,
  },
  {
    say: "Create a project Ferry terminal.",
    met: ({ state }) => state.projects.some(({ name, archived }) => name === "Ferry terminal" && !archived),
  },
  {
    say: "I'm working on that from now on today.",
    met: (seen) => says(running(seen.entries)?.project ?? "", "Ferry terminal"),
  },
  {
    say: "Book yesterday evening 18:00 to 19:30 for the Harbour app, emergency call.",
    met: (seen) => {
      const [one, ...more] = added(seen);
      return (
        more.length === 0 &&
        one?.day === "2026-11-17" &&
        one.from === "18:00" &&
        one.to === "19:30" &&
        one.project === "Harbour app" &&
        says(one.text, "emergency")
      );
    },
  },
  {
    say: "That was for the Website relaunch, sorry.",
    met: (seen) =>
      find(seen.entries, "2026-11-17", "18:00")?.project === "Website relaunch" &&
      find(seen.entries, "2026-11-17", "18:00")?.to === "19:30",
  },
  {
    say: "Am I in overtime this week?",
    met: (_, answer) =>
      says(answer, /overtime|under|over|below|above|behind|ahead|left|short|to go/i) && /\d/.test(answer),
  },
  { say: "Who is in my Design team?", met: (_, answer) => says(answer, "Nora", "Ida") },
  { say: "What's Jan's manager's name?", met: (_, answer) => says(answer, "Olav") },
  { say: "When did Ida start with us?", met: (_, answer) => says(answer, "2023") && says(answer, /March|Mar|03/) },
  {
    say: "Did anyone work more than nine hours on a day this month?",
    met: (_, answer) => says(answer, /Olav|you/i) && says(answer, /\b0?3(rd)?\b/),
  },
  { say: "Clock me out, it's enough for today.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "Hmm, one more thing to do: clock me in again.",
    met: (seen) => {
      const one = running(seen.entries);
      return one !== undefined && !running(seen.earlier) && (near(one.from, seen.now) || one.from === "08:15");
    },
  },
  { say: "Finished. End of day.", met: (seen) => !running(seen.entries) && removed(seen).length === 0 },
  {
    say: "The Ferry terminal project was a mistake, archive it.",
    met: ({ state }) => state.projects.some(({ name, archived }) => name === "Ferry terminal" && archived),
  },
  {
    say: "Wie viele Stunden sind diesen Monat in den Harbour app geflossen, von mir?",
    met: ({ state, now }, answer) => saysTime(answer, secondsOn(state, 14, now)),
  },
  {
    say: "Cancel my day off on the 11th.",
    met: (_, answer) => saysNo(answer),
  },
];
